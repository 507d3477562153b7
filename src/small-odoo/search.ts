import { compileDomain, mentions } from './domain.js';
import type { Environment } from './environment.js';
import type { Row } from './model-definition.js';
import { valueError } from './odoo-exception.js';
import { admittedBy } from './rights.js';

export interface SearchOptions {
  offset?: number;
  limit?: number | false;
  order?: string | false;
}

/** Records of a model, archived ones left out unless the domain or the context (`active_test: false`) asks for them. */
export function search(env: Environment, model: string, domain: unknown, options: SearchOptions = {}): Row[] {
  const definition = env.database.model(model);
  const order = typeof options.order === 'string' ? options.order : definition.order;
  const holds = compileDomain(model, domain, env);
  const admits = admittedBy(env, model, 'read');
  const archivable = 'active' in definition.fields && !mentions(domain, 'active');
  const hidden = (row: Row): boolean =>
    archivable && env.call.context.active_test !== false && row.active === false;
  const found = [...env.database.table(model).rows.values()].filter(
    (row) => !hidden(row) && admits(row) && holds(row),
  );
  found.sort(comparator(env, model, order));
  const offset = options.offset ?? 0;
  return options.limit ? found.slice(offset, offset + options.limit) : found.slice(offset);
}

type Comparator = (left: Row, right: Row) => number;

function comparator(env: Environment, model: string, order: string): Comparator {
  const comparators = order.split(',').map((part) => oneComparator(env, model, part.trim()));
  return (left, right) => {
    for (const compare of comparators) {
      const result = compare(left, right);
      if (result !== 0) return result;
    }
    return 0;
  };
}

function oneComparator(env: Environment, model: string, part: string): Comparator {
  const [name = '', direction = 'asc'] = part.split(/\s+/);
  if (!/^(asc|desc)$/i.test(direction)) throw valueError(`Invalid order '${part}'`);
  const field = env.database.field(model, name);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const key = (row: Row): unknown => {
    const value = env.value(model, row, name);
    return field.type === 'many2one' && typeof value === 'number'
      ? env.nameOf(field.relation ?? '', value)
      : value;
  };
  return (left, right) => sign * compareKeys(key(left), key(right));
}

/** As PostgreSQL does it: empty values come last. */
function compareKeys(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === false) return 1;
  if (right === false) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
