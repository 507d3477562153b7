/** A field of an Odoo model as `fields_get` describes it. */
export interface OdooField {
  name: string;
  /** `char`, `integer`, `many2one`, … */
  type: string;
  /** Model a relational field leads to. */
  relation: string | null;
  /** Keys and labels of a selection. */
  selection: readonly (readonly [key: string, label: string])[];
  readonly: boolean;
}

export type OdooFields = ReadonlyMap<string, OdooField>;

/** A single value of a record: numbers and yes or no as they are, all else as text; null is empty. */
export type OdooScalar = string | number | boolean | null;

/** A record as Odoo answers a `read`. */
export type OdooValues = Readonly<Record<string, unknown>>;

/** Reads one field of a record: a selection by its label, a many2one by its name. */
export function readScalar(field: OdooField, values: OdooValues): OdooScalar {
  const raw = values[field.name];
  switch (field.type) {
    case 'boolean':
      return raw === true;
    case 'many2one':
      return Array.isArray(raw) ? plain(raw[1]) : null;
    case 'integer':
    case 'float':
    case 'monetary':
      // Odoo has no empty number: what was emptied is 0.
      return raw === false ? 0 : plain(raw);
    case 'selection':
      return field.selection.find(([key]) => key === raw)?.[1] ?? null;
    default:
      return plain(raw);
  }
}

/** Odoo writes an empty text as `false`; one of blanks only says as little. */
function plain(raw: unknown): string | number | null {
  return typeof raw === 'number' || (typeof raw === 'string' && raw.trim() !== '') ? raw : null;
}

/** The id a many2one holds. */
export function readId(field: OdooField, values: OdooValues): number | null {
  const raw = values[field.name];
  return Array.isArray(raw) && typeof raw[0] === 'number' ? raw[0] : null;
}
