import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Problem } from './problem.js';

export type Path = readonly PropertyKey[];

/** A parsed YAML file that still knows where everything stands in it. */
export interface YamlSource {
  value: unknown;
  problems: Problem[];
  /** A problem at the value of `path`, or at its nearest parent that is there. */
  problemAt(path: Path, text: string): Problem;
  /** A problem at the key itself. */
  problemAtKey(path: Path, key: string, text: string): Problem;
}

export function readYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: message };
  };
  const errors = [...document.errors, ...document.warnings];
  return {
    value: errors.length > 0 ? null : document.toJS({ maxAliasCount: 100 }),
    problems: errors.map(({ pos, message }) => at(pos[0], message)),
    problemAt: (path, message) => at(offsetOf(document, path), message),
    problemAtKey: (path, key, message) => at(keyOffsetOf(document, path, key), message),
  };
}

function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodeAt(document, path.slice(0, length));
    if (node?.range) return node.range[0];
  }
  return 0;
}

function nodeAt(document: Document, path: Path): Node | null {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? node : null;
}

function keyOffsetOf(document: Document, path: Path, key: string): number {
  const parent = nodeAt(document, path);
  if (!isMap(parent)) return offsetOf(document, path);
  const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(document, path);
}
