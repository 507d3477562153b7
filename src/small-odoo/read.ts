import type { Environment } from './environment.js';
import type { Row } from './model-definition.js';

/** A record as Odoo sends it: many2one as `[id, name]`, dates in whole seconds, empty as false. */
export function readRow(
  env: Environment,
  model: string,
  row: Row,
  fields: readonly string[],
): Record<string, unknown> {
  const names = fields.length > 0 ? fields : Object.keys(env.database.model(model).fields);
  const entries = names.map((name) => [name, sent(env, model, row, name)] as const);
  return { id: row.id, ...Object.fromEntries(entries) };
}

function sent(env: Environment, model: string, row: Row, name: string): unknown {
  const field = env.database.field(model, name);
  if (field.secret) return '';
  const value = env.value(model, row, name);
  if (field.type === 'many2one' && typeof value === 'number')
    return [value, env.nameOf(field.relation ?? '', value)];
  if (field.type === 'datetime' && typeof value === 'string') return value.slice(0, 19);
  return value;
}
