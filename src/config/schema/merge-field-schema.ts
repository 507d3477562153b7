import { z } from 'zod';
import type { ObjectType } from '../../objects/object-type.js';
import { objectTypes } from '../../objects/registry.js';
import { choice } from './option.js';

const path = (description: string) =>
  z
    .string()
    .regex(/^\w+(\.\w+)*$/u, {
      error: 'must be an Odoo field like phone, a path like country_id.code, or name.first or name.last',
    })
    .meta({ description });

/** A path for each kind of record, by its key. */
function placesOn(describe: (type: ObjectType) => string): Record<string, z.ZodOptional<z.ZodString>> {
  return Object.fromEntries(objectTypes.map((type) => [type.key, path(describe(type)).optional()]));
}

const constant = z.strictObject({
  constant: z.string().meta({ description: 'The same value for everyone, from Odoo to MailChimp.' }),
});

const mapped = z.strictObject({
  field: path('Field, dotted path or name part, on every kind of record.').optional(),
  // Keys of the registry, which no type has.
  ...(placesOn(({ words }) => `The same for ${words.many}, when it differs from \`field\`.`) as object),
  owner: choice(
    ['odoo', 'mailchimp', 'newest'],
    'newest',
    'Whose value wins; `newest` is the side that changed since the last sync, and of two the later.',
  ),
  blank: choice(
    ['keep', 'clear', 'fill'],
    'keep',
    'What an empty value on the owning side does to the other side’s value.',
  ),
  format: z.enum(['DD/MM', 'MM/DD']).optional().meta({
    description: 'Order of day and month in the text, of a birthday that is a text in Odoo.',
  }),
});

const mergeTag = z
  .string()
  .regex(/^[A-Z0-9_]{1,10}$/u, {
    error: 'is no merge tag: those are up to 10 capital letters, digits and _, as in FNAME',
  })
  .meta({ title: 'MERGE_TAG' });

/** The key `merge_fields:` of an audience (B4, B6): Odoo field by merge tag. */
export const mergeFieldsSchema = z
  .record(
    mergeTag,
    z
      .union([path('Field on every kind of record.'), mapped, constant])
      .meta({ description: 'An Odoo field, or an object for more.' }),
  )
  .default({ FNAME: 'name.first', LNAME: 'name.last' })
  .meta({ description: 'Odoo field of each merge field.' });

const flagTarget = z.union([
  path('Boolean field on every kind of record.'),
  z.strictObject(placesOn(({ words }) => `Boolean field of the ${words.one}.`)),
  z.strictObject({
    category: z.string().min(1).meta({
      description: 'Odoo tag (`res.partner.category`) that stands for it, on every kind of record.',
    }),
  }),
]);

/** The keys `interests:` and `marketing_permissions:`: where a yes or no lives in Odoo, by id in MailChimp. */
export const flagsSchema = (id: string, description: string) =>
  z
    .record(
      z.string().meta({ title: id }),
      flagTarget.meta({ description: 'A boolean field, or an object for more.' }),
    )
    .default({})
    .meta({ description });
