import { z } from 'zod';
import { Secret } from '../support/secret.js';
import { audienceSchema } from './audience-schema.js';

const secret = (description: string) =>
  z
    .string()
    .min(1)
    .transform((value) => new Secret(value))
    .meta({ description: `${description} Written as \${NAME}; the value comes from the environment.` });

const odoo = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/u })
      .meta({ description: 'Address of the Odoo server, with its path if it has one.' }),
    database: z.string().min(1).meta({ description: 'Name of the Odoo database.' }),
    username: z.string().min(1).meta({ description: 'Login of the Odoo user the bridge works as.' }),
    password: secret('Password of that user.').optional(),
    api_key: secret('API key of that user, instead of a password; JSON-2 needs one.').optional(),
    protocol: z
      .enum(['auto', 'json2', 'jsonrpc', 'xmlrpc'])
      .default('auto')
      .meta({ description: 'RPC protocol; `auto` takes the best the server offers.' }),
  })
  .refine(({ password, api_key: key }) => password !== undefined || key !== undefined, {
    message: 'needs a password or an api_key',
  });

const mailchimp = z.strictObject({
  api_key: secret('MailChimp API key, with its data centre (…-us6).'),
  base_url: z
    .url({ protocol: /^https?$/u })
    .optional()
    .meta({
      description: 'Address of the API, when it is not the one of the key’s data centre: the sandbox’s.',
    }),
  max_connections: z
    .int()
    .min(1)
    .max(10)
    .default(8)
    .meta({ description: 'Simultaneous calls; MailChimp allows 10 per user, for all programs together.' }),
});

const flag = (fallback: boolean, description: string) => z.boolean().default(fallback).meta({ description });

const memberOptions = z
  .strictObject({
    auto_create_member: flag(true, 'An unknown member becomes a mailing contact (B12).'),
    auto_create_customer: flag(
      false,
      'A member without a customer gets one; needs auto_create_member (B11).',
    ),
    auto_sync_member: flag(true, '`sync` brings MailChimp’s changes to Odoo (B8).'),
    auto_update_contact: flag(true, '`sync` brings Odoo’s changes to MailChimp (B20).'),
    override_contact_name: flag(false, 'On import a member’s name replaces a different contact name (B13).'),
  })
  .refine(({ auto_create_member: member, auto_create_customer: customer }) => member || !customer, {
    message: 'needs auto_create_member: true',
    path: ['auto_create_customer'],
  });

const policies = z.strictObject({
  on_cleaned: z
    .enum(['blacklist', 'opt_out'])
    .default('blacklist')
    .meta({ description: 'What a bounced address becomes in Odoo (B10).' }),
  on_remote_delete: z
    .enum(['remove', 'opt_out'])
    .default('remove')
    .meta({ description: 'What a member deleted in MailChimp becomes (B33).' }),
  on_filter_exit: z
    .enum(['none', 'tag_off', 'archive', 'unsubscribe'])
    .default('none')
    .meta({ description: 'What happens to a record that leaves the auto-export domain (B19).' }),
  resubscribe: z
    .enum(['never', 'pending', 'subscribed'])
    .default('never')
    .meta({ description: 'What a fresh opt-in in Odoo asks of MailChimp (B24).' }),
  new_member_status: z
    .enum(['subscribed', 'pending'])
    .default('subscribed')
    .meta({ description: 'Status of a member an export makes (B26).' }),
});

const limits = z.strictObject({
  max_changes: z
    .int()
    .min(0)
    .default(1000)
    .meta({ description: 'Most known people one run may unsubscribe, resubscribe or remove (B28).' }),
  max_change_ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .meta({ description: 'The same as a part of the audience, from 25 people up (B28).' }),
});

const loopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/u;
const webhooks = z.strictObject({
  public_url: z
    .url()
    .refine((url) => url.startsWith('https://') || loopback.test(url), {
      message: 'must be an https URL (loopback aside)',
    })
    .meta({ description: 'Where MailChimp reaches the bridge from outside (B35).' }),
  token: secret('Long random text that only MailChimp and the bridge know (B30).'),
  previous_token: secret('The token before, accepted while it is being replaced (B30).').optional(),
  trust_proxy: z
    .boolean()
    .default(false)
    .meta({ description: 'Believe X-Forwarded-* headers: only behind your own proxy.' }),
});

const schedule = z.strictObject({
  cron: z.string().min(1).meta({ description: 'When `serve` runs `sync`, as a cron expression.' }),
  timezone: z.string().default('UTC').meta({ description: 'Time zone of the expression.' }),
});

/** The whole of `config/account.yaml`; docs and editor schema are made from it. */
export const accountSchema = z.strictObject({
  account: z
    .string()
    .regex(/^[\w-]+$/u)
    .meta({ description: 'Name of the account, in letters, digits, - and _.' }),
  odoo,
  mailchimp,
  store: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'SQLite file or postgres:// URL; `./data/<account>.db` by default.' }),
  member_options: memberOptions.prefault({}),
  policies: policies.prefault({}),
  limits: limits.prefault({}),
  countries_without_states: z
    .array(z.string().length(2))
    .optional()
    .meta({ description: 'ISO codes of countries whose addresses are complete without a state (B5).' }),
  audiences: z
    .array(audienceSchema)
    .min(1)
    .meta({ description: 'The audiences kept in step, at least one.' }),
  webhooks: webhooks.optional(),
  schedule: schedule.optional(),
  poll_interval: z
    .int()
    .min(1)
    .default(15)
    .meta({ description: 'Seconds between looks for changes in Odoo while `serve` runs.' }),
});
