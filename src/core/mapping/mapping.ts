import type { FieldMapping } from './field-mapping.js';

/** An audience's mapping, held against both schemas, and what has to be read of the records for it. */
export interface Mapping {
  mappings: readonly FieldMapping[];
  /** What it reads, by key of an object type. */
  fields: Readonly<Record<string, readonly string[]>>;
  /** Odoo keeps first and last name of a mailing contact apart. */
  splitNames: boolean;
}
