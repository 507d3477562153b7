import { magicFields } from './fields.js';
import type { FieldDefinition, ModelDefinition, Row } from './model-definition.js';
import { OdooException, userError, valueError } from './odoo-exception.js';
import { Table } from './table.js';

/** All models and their records. Changes made within `transaction` are undone together when it fails. */
export class Database {
  readonly #models: ReadonlyMap<string, ModelDefinition>;
  readonly #tables: ReadonlyMap<string, Table>;
  #undo: (() => void)[] = [];

  constructor(models: readonly ModelDefinition[]) {
    const complete = models.map((model) => ({ ...model, fields: { ...magicFields, ...model.fields } }));
    this.#models = new Map(complete.map((model) => [model.name, model]));
    this.#tables = new Map(complete.map((model) => [model.name, new Table(many2ones(model))]));
  }

  model(name: string): ModelDefinition {
    const model = this.#models.get(name);
    if (!model) throw userError(`Object ${name} doesn't exist`);
    return model;
  }

  models(): Iterable<ModelDefinition> {
    return this.#models.values();
  }

  field(model: string, name: string): FieldDefinition {
    const field = this.model(model).fields[name];
    if (!field) throw valueError(`Invalid field '${name}' on model '${model}'`);
    return field;
  }

  table(model: string): Table {
    const table = this.#tables.get(model);
    if (!table) throw new OdooException('builtins.KeyError', `'${model}'`);
    return table;
  }

  put(model: string, id: number, row: Row | undefined): void {
    this.#undo.push(this.table(model).set(id, row));
  }

  transaction<T>(work: () => T): T {
    this.#undo = [];
    try {
      return work();
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    }
  }
}

function many2ones(model: ModelDefinition): string[] {
  return Object.entries(model.fields)
    .filter(([, field]) => field.type === 'many2one')
    .map(([name]) => name);
}
