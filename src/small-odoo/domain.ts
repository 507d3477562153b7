import type { Environment } from './environment.js';
import { valueError } from './odoo-exception.js';
import type { FieldDefinition, Row } from './model-definition.js';

/** Compiles an Odoo domain (prefix notation; terms without an operator are joined by `&`) to a predicate. */
export function compileDomain(model: string, domain: unknown, env: Environment): Predicate {
  if (!Array.isArray(domain)) throw valueError(`Invalid domain: ${JSON.stringify(domain)}`);
  const stack: Predicate[] = [];
  for (const token of domain.toReversed() as unknown[]) stack.push(term(token, stack, model, env));
  return (row) => stack.every((holds) => holds(row));
}

function term(token: unknown, stack: Predicate[], model: string, env: Environment): Predicate {
  if (token === '!') {
    const operand = take(stack);
    return (row) => !operand(row);
  }
  if (token === '&' || token === '|') {
    const [first, second] = [take(stack), take(stack)];
    return token === '&' ? (row) => first(row) && second(row) : (row) => first(row) || second(row);
  }
  return leafPredicate(model, token, env);
}

function take(stack: Predicate[]): Predicate {
  const operand = stack.pop();
  if (!operand) throw valueError('Invalid domain: an operator has too few terms');
  return operand;
}

/** Whether a domain has a leaf on `field` itself, however deep. */
export function mentions(domain: unknown, field: string): boolean {
  return Array.isArray(domain) && domain.some((token) => Array.isArray(token) && token[0] === field);
}

type Predicate = (row: Row) => boolean;
type Comparison = (value: unknown) => boolean;

const negative: Readonly<Record<string, string>> = {
  '!=': '=',
  '<>': '=',
  'not in': 'in',
  'not like': 'like',
  'not ilike': 'ilike',
};

/** One term: `[path, operator, value]`, or Odoo's true and false leaves `(1, '=', 1)` and `(0, '=', 1)`. */
function leafPredicate(model: string, leaf: unknown, env: Environment): Predicate {
  if (!Array.isArray(leaf) || leaf.length !== 3)
    throw valueError(`Invalid domain term: ${JSON.stringify(leaf)}`);
  const [path, operator, value] = leaf as unknown[];
  if (typeof path === 'number') return () => path === value;
  if (typeof path !== 'string' || typeof operator !== 'string') throw valueError('Invalid domain term');
  const [first = '', ...rest] = path.split('.');
  const field = env.database.field(model, first);
  if (rest.length > 0) return through(model, first, field, { leaf: [rest.join('.'), operator, value], env });
  const positive = negative[operator];
  const expected = env.database.model(model).searchValue?.(first, value) ?? value;
  const holds = whole(field, comparison(positive ?? operator, expected), {
    byName: isName(field, expected),
    env,
  });
  const stored = (row: Row): unknown => env.value(model, row, first);
  return positive === undefined ? (row) => holds(stored(row)) : (row) => !holds(stored(row));
}

/** A dotted path: some record on the other side fits. */
function through(
  model: string,
  name: string,
  field: FieldDefinition,
  at: { leaf: unknown[]; env: Environment },
): Predicate {
  const { relation } = field;
  if (relation === undefined) throw valueError(`Invalid field path: ${name} of ${model} is no relation`);
  const holds = leafPredicate(relation, at.leaf, at.env);
  return (row) =>
    ids(at.env.value(model, row, name)).some((id) => {
      const other = at.env.database.table(relation).rows.get(id);
      return other !== undefined && holds(other);
    });
}

function whole(
  field: FieldDefinition,
  holds: Comparison,
  how: { byName: boolean; env: Environment },
): Comparison {
  const { relation } = field;
  if (relation === undefined) return holds;
  const seen = how.byName ? (id: number) => how.env.nameOf(relation, id) : (id: number) => id;
  return (value) => {
    const related = ids(value);
    return related.length === 0 ? holds(false) : related.some((id) => holds(seen(id)));
  };
}

function isName(field: FieldDefinition, value: unknown): boolean {
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  return field.relation !== undefined && typeof sample === 'string';
}

function ids(value: unknown): number[] {
  if (Array.isArray(value)) return value as number[];
  return typeof value === 'number' ? [value] : [];
}

const empty = (value: unknown): boolean =>
  value === false || value === null || value === undefined || value === '';

function comparison(operator: string, expected: unknown): Comparison {
  switch (operator) {
    case '=':
      return Array.isArray(expected) ? oneOf(expected) : (value) => equal(value, expected);
    case 'in':
      return oneOf(Array.isArray(expected) ? expected : [expected]);
    case 'like':
      return matching(`%${String(expected)}%`, '');
    case 'ilike':
      return matching(`%${String(expected)}%`, 'i');
    case '=like':
      return matching(String(expected), '');
    case '=ilike':
      return matching(String(expected), 'i');
    default:
      return ordering(operator, expected);
  }
}

const equal = (value: unknown, expected: unknown): boolean =>
  empty(expected) ? empty(value) : value === expected;

function oneOf(expected: readonly unknown[]): Comparison {
  const wanted = new Set(expected);
  const orEmpty = expected.some(empty);
  return (value) => wanted.has(value) || (orEmpty && empty(value));
}

function matching(pattern: string, flags: string): Comparison {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const expression = new RegExp(`^${source}$`, `${flags}s`);
  return (value) => typeof value === 'string' && expression.test(value);
}

function ordering(operator: string, expected: unknown): Comparison {
  const accepted = { '>': [1], '>=': [0, 1], '<': [-1], '<=': [-1, 0] }[operator];
  if (!accepted) throw valueError(`Invalid operator '${operator}' in domain term`);
  return (value) => !empty(value) && accepted.includes(order(value, expected));
}

function order(left: unknown, right: unknown): number {
  if (left === right) return 0;
  const [a, b] = typeof left === 'number' ? [left, Number(right)] : [String(left), String(right)];
  return a < b ? -1 : 1;
}
