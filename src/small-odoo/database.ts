import { magicFields } from './fields.js';
import type { FieldDefinition, ModelDefinition, Row, Schema } from './model-definition.js';
import { OdooException, userError, valueError } from './odoo-exception.js';
import { Table } from './table.js';
import type { VersionFacts } from './version-facts.js';

/** All models and their records. Changes made within `transaction` are undone together when it fails. */
export class Database implements Schema {
  readonly #models: Map<string, ModelDefinition>;
  readonly #tables: ReadonlyMap<string, Table>;
  #undo: (() => void)[] = [];

  constructor(
    models: readonly ModelDefinition[],
    readonly facts: VersionFacts,
  ) {
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

  addField(model: string, name: string, field: FieldDefinition): void {
    const before = this.model(model);
    if (field.type === 'many2one') this.table(model).addIndex(name);
    this.#redefine({ ...before, fields: { ...before.fields, [name]: field } });
  }

  removeField(model: string, name: string): void {
    const before = this.model(model);
    const fields = Object.entries(before.fields).filter(([each]) => each !== name);
    this.#redefine({ ...before, fields: Object.fromEntries(fields) });
  }

  #redefine(model: ModelDefinition): void {
    const before = this.model(model.name);
    this.#models.set(model.name, model);
    this.#undo.push(() => this.#models.set(model.name, before));
  }

  put(model: string, id: number, row: Row | undefined): void {
    this.#undo.push(this.table(model).set(id, row));
  }

  transaction<T>(work: () => T): T {
    this.#undo = [];
    try {
      return work();
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** Takes back what this transaction has done so far. */
  undo(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}

function many2ones(model: ModelDefinition): string[] {
  return Object.entries(model.fields)
    .filter(([, field]) => field.type === 'many2one')
    .map(([name]) => name);
}
