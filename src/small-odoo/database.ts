import { magicFields } from './fields.js';
import type { FieldDefinition, ModelDefinition, Row, Schema } from './model-definition.js';
import { OdooException, userError, valueError } from './odoo-exception.js';
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

/** The records of one model, with an index on each many2one. Rows are replaced, never changed, so a change can be undone. */
class Table {
  readonly rows = new Map<number, Row>();
  #nextId = 1;
  readonly #byTarget: Map<string, Map<unknown, Set<number>>>;

  constructor(many2ones: readonly string[]) {
    this.#byTarget = new Map(many2ones.map((field) => [field, new Map<unknown, Set<number>>()]));
  }

  /** For a many2one that came later; nothing points anywhere yet. */
  addIndex(many2one: string): void {
    this.#byTarget.set(many2one, new Map());
  }

  takeId(): number {
    return this.#nextId++;
  }

  /** Ids of the records whose many2one `field` is `target`. */
  pointingTo(field: string, target: number): number[] {
    return [...(this.#byTarget.get(field)?.get(target) ?? [])];
  }

  /** Puts a row in its place, or takes it away; returns what undoes that. */
  set(id: number, row: Row | undefined): () => void {
    const before = this.rows.get(id);
    this.#index(before, row);
    if (row) this.rows.set(id, row);
    else this.rows.delete(id);
    this.#nextId = Math.max(this.#nextId, id + 1);
    return () => void this.set(id, before);
  }

  #index(before: Row | undefined, after: Row | undefined): void {
    for (const [field, targets] of this.#byTarget) {
      if (before && before[field] === after?.[field]) continue;
      if (before) targets.get(before[field])?.delete(before.id);
      if (!after) continue;
      const ids = targets.get(after[field]) ?? new Set();
      targets.set(after[field], ids.add(after.id));
    }
  }
}
