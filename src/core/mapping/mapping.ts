import type { FieldMapping } from './field-mapping.js';

/** An audience's mapping, held against both schemas, and what has to be read of the records for it. */
export interface Mapping {
  mappings: readonly FieldMapping[];
  /** Fields of `mailing.contact` it reads. */
  contactFields: readonly string[];
  /** Fields of `res.partner` it reads. */
  customerFields: readonly string[];
  /** Odoo keeps first and last name of a mailing contact apart. */
  splitNames: boolean;
}
