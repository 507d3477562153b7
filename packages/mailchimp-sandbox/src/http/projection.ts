/** What of a response is asked for, by `fields` or `exclude_fields` in dot notation (API §4). */
export interface Projection {
  /** Whether anything at or below the path is wanted; saves building what nobody reads. */
  wants(path: string): boolean;
  apply(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Whether every top-level name that was asked for exists. */
  fits(body: Readonly<Record<string, unknown>> | undefined): boolean;
}

interface PathTree {
  [key: string]: PathTree | true;
}

export function projection(query: URLSearchParams): Projection {
  const fields = paths(query.get('fields'));
  if (fields.length > 0) return only(tree(fields));
  const excluded = paths(query.get('exclude_fields'));
  return excluded.length > 0 ? without(tree(excluded)) : everything;
}

const everything: Projection = { wants: () => true, apply: (body) => body, fits: () => true };

function only(wanted: PathTree): Projection {
  return {
    wants: (path) => walk(wanted, path) !== undefined,
    apply: (body) => pick(body, wanted),
    fits: (body) => body === undefined || Object.keys(wanted).every((key) => key in body),
  };
}

function without(unwanted: PathTree): Projection {
  return {
    wants: (path) => walk(unwanted, path) !== true,
    apply: (body) => omit(body, unwanted),
    fits: () => true,
  };
}

function paths(text: string | null): string[] {
  return (text ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}

function tree(all: readonly string[]): PathTree {
  const root: PathTree = Object.create(null) as PathTree;
  for (const path of all) plant(root, path.split('.'));
  return root;
}

function plant(root: PathTree, keys: readonly string[]): void {
  let node = root;
  for (const [depth, key] of keys.entries()) {
    const next = node[key];
    if (next === true) return;
    if (depth === keys.length - 1) {
      node[key] = true;
      return;
    }
    node = node[key] = next ?? (Object.create(null) as PathTree);
  }
}

/** true: the whole branch is listed; a tree: something below it is; undefined: nothing. */
function walk(root: PathTree, path: string): PathTree | true | undefined {
  let node: PathTree | true | undefined = root;
  for (const key of path.split('.')) {
    if (node === true || node === undefined) return node;
    node = node[key];
  }
  return node;
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

function pick(body: Plain, wanted: PathTree): Plain {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const branch = wanted[key];
    if (branch === undefined) continue;
    result[key] = branch === true ? value : below(value, branch, pick);
  }
  return result;
}

function omit(body: Plain, unwanted: PathTree): Plain {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const branch = unwanted[key];
    if (branch === true) continue;
    result[key] = branch === undefined ? value : below(value, branch, omit);
  }
  return result;
}

function below(value: unknown, branch: PathTree, step: (body: Plain, tree: PathTree) => Plain): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isPlain(item) ? step(item, branch) : item));
  return isPlain(value) ? step(value, branch) : value;
}
