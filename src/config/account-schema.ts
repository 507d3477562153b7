import { z } from 'zod';
import { alertsSchema } from './schema/alerts-schema.js';
import { logSchema } from './schema/log-schema.js';
import { mailchimpSchema } from './schema/mailchimp-schema.js';
import { memberOptionsSchema } from './schema/member-options-schema.js';
import { odooSchema } from './schema/odoo-schema.js';
import { limitsSchema, policiesSchema } from './schema/policies-schema.js';
import { scheduleSchema } from './schema/schedule-schema.js';
import { webhooksSchema } from './schema/webhooks-schema.js';
import { autoExportSchema } from './schema/auto-export-schema.js';
import { flagsSchema, mergeFieldsSchema } from './schema/merge-field-schema.js';
import { text } from './schema/option.js';

const tags = z
  .union([
    z.enum(['all', 'none']),
    z.strictObject({ prefix: text('Only tags that begin so.') }),
    z.array(z.string().min(1)),
  ])
  .default('all')
  .meta({ description: 'Which tags are kept in step: all, none, those with a prefix, or these names.' });

/** One entry of `audiences:` (B3, B7). */
const audienceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]+$/u, { error: 'must be the id that `audiences list` shows, like a36b032126' })
    .meta({ description: 'Id of the audience in MailChimp; `audiences list` shows it.' }),
  mailing_list: text(
    'Odoo mailing list it is bound to, made when missing; by default one with the audience’s name.',
  ).optional(),
  merge_fields: mergeFieldsSchema,
  tags,
  interests: flagsSchema('INTEREST_ID', 'Where a member’s interests live in Odoo, by interest id.'),
  marketing_permissions: flagsSchema(
    'PERMISSION_ID',
    'Where a member’s marketing permissions live in Odoo, by permission id.',
  ),
  auto_export: autoExportSchema.optional(),
});

/** The whole of `config/account.yaml` (B1, B5); docs/configuration.md and the editors' schema are made from it. */
export const accountSchema = z.strictObject({
  account: z
    .string()
    .regex(/^[\w-]+$/u, { error: 'must be a name of letters, digits, - and _' })
    .meta({ description: 'Name of the account, in letters, digits, `-` and `_`.' }),
  odoo: odooSchema,
  mailchimp: mailchimpSchema,
  store: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'What the bridge remembers: an SQLite file, from the folder the command runs in, or a `postgres://` URL. By default `./data/<account>.db`.',
      examples: ['./data/acme.db', 'postgres://bridge:${STORE_PASSWORD}@127.0.0.1/bridge'],
    }),
  member_options: memberOptionsSchema.prefault({}),
  policies: policiesSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  countries_without_states: z
    .array(z.string().regex(/^[A-Z]{2}$/u, { error: 'must be the ISO code of a country, like SG' }))
    .optional()
    .meta({
      description:
        'ISO codes of countries whose addresses are complete without a state, besides those that have no states in Odoo.',
    }),
  audiences: z.array(audienceSchema).min(1).meta({ description: 'The audiences kept in step.' }),
  webhooks: webhooksSchema.optional(),
  alerts: alertsSchema.optional(),
  schedule: scheduleSchema.optional(),
  poll_interval: z
    .int()
    .min(1)
    .max(86_400)
    .default(15)
    .meta({ description: 'Seconds between two looks for changes in Odoo, while `serve` runs.' }),
  log: logSchema.prefault({}),
});
