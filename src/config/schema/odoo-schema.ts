import { z } from 'zod';
import { choice, flag, secret, text, timezone, webAddress } from './option.js';

const tls = z
  .strictObject({
    ca_file: text('PEM file with the authority that signed the server’s certificate.').optional(),
    reject_unauthorized: flag(true, 'Refuse a certificate that can’t be verified; `false` only for a test.'),
  })
  .meta({ description: 'For a server whose certificate no public authority has signed.' });

const basicAuth = z
  .strictObject({
    username: text('User name that the server before Odoo asks for.'),
    password: secret('STAGING_PASSWORD', 'Password that goes with it.'),
  })
  .meta({
    description:
      'For an Odoo behind a server that asks for a login of its own (HTTP Basic), as a staging server may be. Not with `json2`, whose API key needs the same header.',
  });

/** The key `odoo:`. */
export const odooSchema = z
  .strictObject({
    url: webAddress('Address of the server, with its path if it has one.'),
    database: text('Name of the database.'),
    username: text('Login of the user the bridge works as.'),
    password: secret('ODOO_PASSWORD', 'Password of that user.').optional(),
    api_key: secret(
      'ODOO_API_KEY',
      'API key of that user, instead of the password or beside it; `json2` needs one.',
    ).optional(),
    protocol: choice(
      ['auto', 'json2', 'jsonrpc', 'xmlrpc'],
      'auto',
      'RPC protocol; `auto` takes the best one the server offers.',
    ),
    timeout_s: z
      .number()
      .positive()
      .max(3600)
      .default(120)
      .meta({ description: 'Longest time one call may take, in seconds.' }),
    lang: z
      .string()
      .regex(/^[a-z]{2,3}(_[A-Z]{2}|_\d{3})?(@[a-z]+)?$/u, {
        error: 'must be the code of a language of Odoo, like fr_FR',
      })
      .optional()
      .meta({
        description:
          'Language of tags and of the labels of selections; by default that of the bridge’s user.',
      }),
    timezone: timezone(
      'Time zone in which a datetime that is mapped to a date is a day; by default that of the bridge’s user.',
    ).optional(),
    companies: z.array(z.int().positive()).min(1).optional().meta({
      description: 'Ids of the companies worked for; by default all that the bridge’s user may see.',
    }),
    tls: tls.optional(),
    basic_auth: basicAuth.optional(),
  })
  .meta({ description: 'The Odoo database. Needs a `password` or an `api_key`.' });
