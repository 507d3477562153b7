export type FieldType =
  | 'integer'
  | 'char'
  | 'text'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'selection'
  | 'many2one'
  | 'one2many'
  | 'many2many';

type Choices = readonly (readonly [value: string, label: string])[];

export interface FieldDefinition {
  type: FieldType;
  label: string;
  required?: boolean;
  readonly?: boolean;
  /** Model on the other side of a relation. */
  relation?: string;
  /** Many2one of the other side, for a one2many. */
  inverse?: string;
  selection?: Choices | ((env: Records) => Choices);
  initial?: unknown;
  /** Of a many2many whose links are records themselves: their model, and its many2one fields to either side. */
  through?: { model: string; own: string; other: string };
  /** Has a text for each language. */
  translate?: boolean;
  /** Written and never read. */
  secret?: boolean;
  /** Not stored: worked out when it is read. */
  compute?: (row: Row, env: Records) => unknown;
}

/** A stored record: many2one as id or false, many2many as ids, everything empty as false. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: number };
export type Values = Readonly<Record<string, unknown>>;

export interface ModelDefinition {
  name: string;
  label: string;
  /** Default order of a search, as in Odoo: `name, id desc`. */
  order: string;
  fields: Readonly<Record<string, FieldDefinition>>;
  /** Many2one fields whose target takes the record along when it is deleted. */
  cascade?: readonly string[];
  /** What Odoo makes of the values that are given, before they are stored. */
  adjust?: (values: Values, before: Row | undefined, env: Records) => Values;
  /** Stored computed fields and what follows from a change; `before` is undefined on create. */
  derive?: (row: Row, before: Row | undefined, env: Records) => Values;
  /** Raises when the stored record breaks a rule. */
  check?: (row: Row, env: Records) => void;
  /** Replaces the ordinary creation of records; returns the ids in an order of its own. */
  createAll?: (values: readonly Values[], env: Records) => number[];
  /** What follows for the models themselves; the row is undefined when it has been deleted. */
  changed?: (row: Row | undefined, before: Row | undefined, schema: Schema) => void;
  /** Rewrites a domain leaf's value before a search. */
  searchValue?: (field: string, value: unknown) => unknown;
}

/** The models, as far as they can be changed while Odoo runs. */
export interface Schema {
  addField(model: string, name: string, field: FieldDefinition): void;
  removeField(model: string, name: string): void;
}

export type Operation = 'read' | 'write' | 'create' | 'unlink';

export interface Call {
  uid: number;
  /** External ids of the user's groups; null for the system itself, which may do everything. */
  groups: ReadonlySet<string> | null;
  context: Readonly<Record<string, unknown>>;
  /** Time of the transaction, `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. */
  stamp: string;
}

/** The records, as the rules of a model see them. */
export interface Records {
  readonly call: Call;
  row(model: string, id: number): Row;
  rows(model: string): Iterable<Row>;
  /** Records of `model` whose many2one `field` is `target`. */
  pointingTo(model: string, field: string, target: number): Row[];
  displayName(row: Row): string;
  create(model: string, values: readonly Values[]): number[];
  /** @throws OdooException AccessError when the user may not do it to the model, or to one of the records. */
  check(model: string, operation: Operation, ids?: readonly number[]): void;
  /** Creates one without the model's own `createAll`. */
  insert(model: string, values: Values): number;
  write(model: string, id: number, values: Values): void;
  unlink(model: string, id: number): void;
}
