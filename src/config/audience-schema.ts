import { z } from 'zod';

const constant = z.strictObject({
  constant: z.string().meta({ description: 'The same value for everyone.' }),
});

const owned = {
  owner: z
    .enum(['odoo', 'mailchimp', 'newest'])
    .default('newest')
    .meta({ description: 'Whose value wins when both sides have changed (B6).' }),
  blank: z
    .enum(['keep', 'clear', 'fill'])
    .default('keep')
    .meta({ description: 'What an empty value on the owning side does (B6).' }),
};

const field = z.strictObject({
  field: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Odoo field, dotted path or name part, on contact and customer.' }),
  contact: z.string().min(1).optional().meta({ description: 'The same, for mailing contacts only.' }),
  customer: z.string().min(1).optional().meta({ description: 'The same, for customers only.' }),
  ...owned,
});

const mapping = z.union([z.string().min(1), field, constant]).meta({
  description: 'An Odoo field (`name.first`, `country_id.code`), or an object with field, owner and blank.',
});

const autoExport = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether `auto-export` and `sync` export the matches.' }),
  model: z.enum(['res.partner', 'mailing.contact']).meta({ description: 'What is exported.' }),
  domain: z.array(z.unknown()).meta({ description: 'Odoo domain of the records to export (B19).' }),
});

const names = z.array(z.string().min(1));

/** One entry of `audiences:`. */
export const audienceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]+$/u)
    .meta({ description: 'Id of the audience in MailChimp; `audiences list` shows it.' }),
  mailing_list: z.string().min(1).optional().meta({
    description:
      'Odoo mailing list it is bound to; made when missing. By default one named like the audience (B3).',
  }),
  merge_fields: z
    .record(z.string().regex(/^[A-Z0-9_]{1,10}$/u), mapping)
    .default({ FNAME: 'name.first', LNAME: 'name.last' })
    .meta({ description: 'Odoo field of each merge field, by merge tag (B4).' }),
  tags: z
    .union([z.enum(['all', 'none']), z.strictObject({ prefix: z.string().min(1) }), names])
    .default('all')
    .meta({ description: 'Which tags are kept in step: all, none, those with a prefix, or these (B7).' }),
  interests: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Odoo field or tag of each interest, by interest id.' }),
  marketing_permissions: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'Odoo field or tag of each marketing permission, by its id.' }),
  auto_export: autoExport.optional(),
});
