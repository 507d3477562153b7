import type { Database } from './database.js';
import type {
  Call,
  FieldDefinition,
  ModelDefinition,
  Operation,
  Records,
  Row,
  Values,
} from './model-definition.js';
import { missingError, valueError, validationError } from './odoo-exception.js';
import { applyCommands } from './x2many-commands.js';

/** @throws OdooException AccessError when whoever calls may not do it */
export type Guard = (
  env: Environment,
  ...what: [model: string, operation: Operation, ids: readonly number[]]
) => void;

/** What one call works in: the records, who calls, and when. Knows relations, computed fields and cascades. */
export class Environment implements Records {
  constructor(
    readonly database: Database,
    readonly call: Call,
    /** None for what Odoo does by itself. */
    readonly guard: Guard = () => undefined,
  ) {}

  /** The same with something else in the context. */
  in(context: Values): Environment {
    const call = { ...this.call, context: { ...this.call.context, ...context } };
    return new Environment(this.database, call, this.guard);
  }

  check(model: string, operation: Operation, ids: readonly number[] = []): void {
    this.guard(this, model, operation, ids);
  }

  /** Stored, computed or related value of a field; relations as id or ids. */
  value(model: string, row: Row, name: string): unknown {
    const field = this.database.field(model, name);
    if (field.compute) return field.compute(row, this);
    if (field.type === 'one2many') return this.children(field, row.id);
    if (field.through) return this.#linkedThrough(field, row.id);
    return this.#inLanguage(row, name) ?? false;
  }

  #linkedThrough({ through }: FieldDefinition, id: number): number[] {
    if (!through) return [];
    return this.pointingTo(through.model, through.own, id).map((each) => Number(each[through.other]));
  }

  /** A text in the language of the call, where it has been translated to it. */
  #inLanguage(row: Row, name: string): unknown {
    const { lang } = this.call.context;
    return (typeof lang === 'string' ? row[translation(name, lang)] : undefined) ?? row[name];
  }

  children({ relation = '', inverse = '' }: FieldDefinition, id: number): number[] {
    return this.database.table(relation).pointingTo(inverse, id);
  }

  row(model: string, id: number): Row {
    const row = this.database.table(model).rows.get(id);
    if (!row) throw missingError(model, [id]);
    return row;
  }

  rows(model: string): Iterable<Row> {
    return this.database.table(model).rows.values();
  }

  pointingTo(model: string, field: string, target: number): Row[] {
    return this.database
      .table(model)
      .pointingTo(field, target)
      .map((id) => this.row(model, id));
  }

  displayName(row: Row): string {
    const name = [this.#inLanguage(row, 'name'), row.email].find(
      (each) => typeof each === 'string' && each !== '',
    );
    return typeof name === 'string' ? name : `#${row.id}`;
  }

  nameOf(model: string, id: number): string {
    const row = this.database.table(model).rows.get(id);
    return row ? this.displayName(row) : '';
  }

  create(model: string, values: readonly Values[]): number[] {
    const { createAll } = this.database.model(model);
    return createAll ? createAll(values, this) : values.map((each) => this.insert(model, each));
  }

  insert(model: string, values: Values): number {
    const definition = this.database.model(model);
    const id = this.database.table(model).takeId();
    const { stamp, uid } = this.call;
    this.#store(
      definition,
      {
        ...initial(definition),
        id,
        create_date: stamp,
        create_uid: uid,
        write_date: stamp,
        write_uid: uid,
      },
      values,
      undefined,
    );
    return id;
  }

  write(model: string, id: number, values: Values): void {
    const before = this.row(model, id);
    const { stamp, uid } = this.call;
    const written = { ...before, write_date: stamp, write_uid: uid };
    this.#store(this.database.model(model), written, values, before);
  }

  unlink(model: string, id: number): void {
    const before = this.row(model, id);
    for (const other of this.database.models()) this.#forget(other, model, id);
    this.database.put(model, id, undefined);
    this.database.model(model).changed?.(undefined, before, this.database);
  }

  #store(definition: ModelDefinition, base: Row, given: Values, before: Row | undefined): void {
    const { id } = base;
    const values = definition.adjust?.(given, before, this) ?? given;
    const own = Object.entries(values).map(([name, value]) => [
      before === undefined ? name : this.#storedName(definition.name, name),
      this.#own(definition.name, name, value, before),
    ]);
    let row: Row = { ...base, ...(Object.fromEntries(own) as Values), id };
    row = { ...row, ...definition.derive?.(row, before, this), id };
    const missing = Object.entries(definition.fields).find(
      ([name, { required }]) => required && isEmpty(row[name]),
    );
    if (missing)
      throw validationError(`Missing required value for the field '${missing[1].label}' (${missing[0]}).`);
    this.database.put(definition.name, id, row);
    for (const [name, value] of Object.entries(values)) {
      const field = this.database.field(definition.name, name);
      if (field.type === 'one2many') applyCommands(this, field, this.children(field, id), value, id);
      if (field.through) applyCommands(this, field, this.#linkedThrough(field, id), value, id);
    }
    definition.check?.(row, this);
    definition.changed?.(row, before, this.database);
  }

  /** A change of a text in another language than its own leaves that one as it is. */
  #storedName(model: string, name: string): string {
    const { lang } = this.call.context;
    const isTranslated = this.database.field(model, name).translate === true;
    return isTranslated && typeof lang === 'string' && lang !== sourceLanguage
      ? translation(name, lang)
      : name;
  }

  /** What is kept in the record itself of a value that is written. */
  #own(model: string, name: string, value: unknown, before: Row | undefined): unknown {
    const field = this.database.field(model, name);
    if (field.compute)
      throw valueError(`Field '${name}' of '${model}' is computed and can't be written here`);
    if (field.type === 'one2many' || field.through) return [];
    if (field.type === 'many2many')
      return applyCommands(this, field, (before?.[name] ?? []) as number[], value);
    if (field.type === 'many2one' && typeof value === 'number') this.row(field.relation ?? '', value);
    if (!this.#isChoice(field, value))
      throw valueError(`Wrong value for ${model}.${name}: '${String(value)}'`);
    return value ?? false;
  }

  #isChoice({ selection }: FieldDefinition, value: unknown): boolean {
    if (selection === undefined || isEmpty(value)) return true;
    const choices = typeof selection === 'function' ? selection(this) : selection;
    return choices.some(([choice]) => choice === value);
  }

  #forget(other: ModelDefinition, model: string, id: number): void {
    for (const [name, field] of Object.entries(other.fields)) {
      if (field.relation !== model || field.compute || field.through) continue;
      if (field.type === 'many2one') this.#forgetTarget(other, name, id);
      if (field.type === 'many2many') this.#forgetLink(other.name, name, id);
    }
  }

  #forgetTarget(other: ModelDefinition, name: string, id: number): void {
    for (const pointing of this.database.table(other.name).pointingTo(name, id)) {
      if (other.cascade?.includes(name)) this.unlink(other.name, pointing);
      else this.database.put(other.name, pointing, { ...this.row(other.name, pointing), [name]: false });
    }
  }

  #forgetLink(other: string, name: string, id: number): void {
    for (const row of this.database.table(other).rows.values()) {
      const linked = (row[name] ?? []) as number[];
      if (linked.includes(id))
        this.database.put(other, row.id, { ...row, [name]: linked.filter((each) => each !== id) });
    }
  }
}

const sourceLanguage = 'en_US';

/** Under what name a row keeps a field's text in another language. */
const translation = (name: string, language: string): string => `${name}@${language}`;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === false || value === null || value === '';

function initial(definition: ModelDefinition): Values {
  const stored = Object.entries(definition.fields).filter(
    ([, field]) => !field.compute && field.type !== 'one2many',
  );
  return Object.fromEntries(
    stored.map(([name, field]) => [
      name,
      field.initial ?? (field.type === 'many2many' ? [] : field.type === 'integer' ? 0 : false),
    ]),
  );
}
