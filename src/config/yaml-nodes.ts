import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml';

export type Path = readonly PropertyKey[];

/** The value at `path`, through aliases. */
export function nodeAt(document: Document, path: Path): Node | null {
  let node: Node | null = document.contents;
  for (const step of path) node = childOf(resolved(document, node), step);
  return node;
}

/** The value at `path`, or its nearest parent that is there. */
export function nearestNodeAt(document: Document, path: Path): Node | null {
  const node = nodeAt(document, path);
  return node !== null || path.length === 0 ? node : nearestNodeAt(document, path.slice(0, -1));
}

/** The key at `path`; where it is missing, the key it is missing in; null at the top or in a sequence. */
export function keyAt(document: Document, path: Path): Node | null {
  if (path.length === 0) return null;
  const parent = resolved(document, nodeAt(document, path.slice(0, -1)));
  const key = pairOf(parent, path.at(-1))?.key;
  if (isNode(key)) return key;
  return isSeq(parent) && nodeAt(document, path) !== null ? null : keyAt(document, path.slice(0, -1));
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function childOf(node: Node | null, step: PropertyKey): Node | null {
  const child: unknown = isSeq(node) ? node.items[Number(step)] : pairOf(node, step)?.value;
  return isNode(child) ? child : null;
}

function pairOf(node: Node | null, key: PropertyKey | undefined): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}
