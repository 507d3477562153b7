import { z } from 'zod';
import { fromOdooDate } from './odoo-date.js';

/** Odoo writes an empty char as `false` (odoo-api §2). */
export const char = z
  .union([z.string(), z.literal(false)])
  .transform((value) => (value === false ? null : value));

/** A many2one as its id; a record without a name has `false` for one. */
export const many2one = z
  .union([z.tuple([z.number(), char]), z.literal(false)])
  .transform((value) => (value === false ? null : value[0]));

export const ids = z.array(z.number());

/** Rows that an SQL migration has made have no dates (docs/odoo-api.md §6): they are older than any other. */
export const dateTime = char.transform((text) => (text === null ? new Date(0) : fromOdooDate(text)));
