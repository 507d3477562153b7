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

export const dateTime = z.string().transform(fromOdooDate);
