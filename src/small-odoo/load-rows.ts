import type { Environment } from './environment.js';
import type { FieldDefinition, Values } from './model-definition.js';
import { OdooException, valueError } from './odoo-exception.js';

interface Table {
  fields: readonly string[];
  data: readonly (readonly string[])[];
}

interface Loaded {
  ids: number[] | false;
  messages: {
    type: 'error';
    message: string;
    record: number;
    rows: { from: number; to: number };
    field?: string;
  }[];
  nextrow: 0;
}

/**
 * `load`, the import of a CSV file: all rows or none. A column is a field, `field/sub-field` of a one2many's record,
 * or ends in `.id` for a record id; a relation without that is found by its name.
 * @throws OdooException when a column is no field
 */
export function loadRows(env: Environment, model: string, { fields, data }: Table): Loaded {
  const paths = fields.map((field) => field.split('/'));
  for (const [first = ''] of paths) if (first !== '.id') checkColumn(env, model, first);
  const failed: Loaded['messages'] = [];
  const ids = data.map((row, index) => {
    try {
      return loadOne(
        env,
        model,
        paths.map((path, column) => ({ path, text: row[column] ?? '' })),
      );
    } catch (error) {
      if (!(error instanceof OdooException)) throw error;
      failed.push({ type: 'error', message: error.message, record: index, rows: { from: index, to: index } });
      return 0;
    }
  });
  if (failed.length === 0) return { ids, messages: [], nextrow: 0 };
  env.database.undo();
  return { ids: false, messages: failed, nextrow: 0 };
}

interface Cell {
  path: readonly string[];
  text: string;
}

function checkColumn(env: Environment, model: string, name: string): void {
  if (!(name in env.database.model(model).fields)) throw valueError(`Invalid field name '${name}'`);
}

function loadOne(env: Environment, model: string, cells: readonly Cell[]): number {
  const known = cells.find(({ path }) => path[0] === '.id' && path.length === 1);
  const values = valuesOf(
    env,
    model,
    cells.filter((cell) => cell !== known),
  );
  if (known === undefined || known.text === '') return env.create(model, [values])[0] ?? 0;
  env.check(model, 'write', [Number(known.text)]);
  env.write(model, Number(known.text), values);
  return Number(known.text);
}

function valuesOf(env: Environment, model: string, cells: readonly Cell[]): Values {
  const names = new Set(cells.map(({ path }) => path[0] ?? ''));
  const entries = [...names].map((name) => {
    const field = env.database.field(model, name);
    const own = cells.filter(({ path }) => path[0] === name);
    const inner = own.map(({ path, text }) => ({ path: path.slice(1), text }));
    return [
      name,
      field.type === 'one2many' ? lineOf(env, field, inner) : valueOf(env, field, inner),
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** One row of a file holds one record of a one2many, or none. */
function lineOf(env: Environment, { relation = '' }: FieldDefinition, cells: readonly Cell[]): unknown[] {
  if (cells.every(({ text }) => text === '')) return [];
  return [[0, 0, valuesOf(env, relation, cells)]];
}

function valueOf(env: Environment, field: FieldDefinition, cells: readonly Cell[]): unknown {
  const [{ path, text } = { path: [], text: '' }] = cells;
  if (field.type === 'boolean') return /^(1|true|yes)$/iu.test(text);
  if (field.type === 'integer') return Number(text);
  if (field.relation === undefined) return text === '' ? false : text;
  const names = text === '' ? [] : field.type === 'many2many' ? text.split(',') : [text];
  const ids = names.map((name) => related(env, field, path[0] === '.id' ? Number(name) : name));
  return field.type === 'many2many' ? [[6, 0, ids]] : (ids[0] ?? false);
}

function related(
  env: Environment,
  { relation = '', label }: FieldDefinition,
  wanted: number | string,
): number {
  const byId = typeof wanted === 'number';
  const row = [...env.rows(relation)].find(({ id }) =>
    byId ? id === wanted : env.nameOf(relation, id) === wanted,
  );
  if (row) return row.id;
  const what = byId ? 'database id' : 'name';
  throw valueError(`No matching record found for ${what} '${wanted}' in field '${label}'`);
}
