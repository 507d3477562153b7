import type { OdooValues } from './odoo-field.js';

/** Records that mapped fields lead to, read beforehand, so that the mapping itself needs no call. */
export interface Related {
  /** A record reached through a many2one. */
  get(model: string, id: number): OdooValues | undefined;
  /** Id of the record whose field has this value; undefined when there is none. */
  find(model: string, field: string, value: string): number | undefined;
}
