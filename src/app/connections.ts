import { readFileSync } from 'node:fs';
import type { AccountConfig } from '../config/account-config.js';
import { proxyFor } from '../config/proxy-for.js';
import { baseUrlOf, type MailchimpConnection } from '../mailchimp/mailchimp-connection.js';
import type { OdooConnection } from '../odoo/connect.js';
import { ConfigurationError } from '../support/errors.js';

/** The configuration in the adapters' own words. */
export function odooConnection({ odoo }: AccountConfig): OdooConnection {
  const proxy = proxyFor(odoo.url);
  return {
    url: odoo.url,
    database: odoo.database,
    username: odoo.username,
    protocol: odoo.protocol,
    timeoutMs: odoo.timeout_s * 1000,
    ...(odoo.lang === undefined ? {} : { lang: odoo.lang }),
    ...(odoo.timezone === undefined ? {} : { timezone: odoo.timezone }),
    ...(odoo.companies === undefined ? {} : { companies: odoo.companies }),
    ...(odoo.tls === undefined ? {} : { tls: tlsOf(odoo.tls) }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(odoo.basic_auth === undefined ? {} : { basicAuth: odoo.basic_auth }),
    ...(odoo.password === undefined ? {} : { password: odoo.password }),
    ...(odoo.api_key === undefined ? {} : { apiKey: odoo.api_key }),
  };
}

function tlsOf(tls: NonNullable<AccountConfig['odoo']['tls']>): NonNullable<OdooConnection['tls']> {
  const { ca_file: file, reject_unauthorized: rejectUnauthorized } = tls;
  return { rejectUnauthorized, ...(file === undefined ? {} : { ca: readCertificate(file) }) };
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`odoo.tls.ca_file can't be read: ${file}`, {
      code: 'config.ca_file',
      hint: 'Check the path, which starts in the folder the command runs in, and who may read the file.',
      cause,
    });
  }
}

export function mailchimpConnection({ mailchimp }: AccountConfig): MailchimpConnection {
  const connection: MailchimpConnection = {
    apiKey: mailchimp.api_key,
    maxConnections: mailchimp.max_connections,
    ...(mailchimp.base_url === undefined ? {} : { baseUrl: mailchimp.base_url }),
  };
  const proxy = proxyFor(baseUrlOf(connection));
  return { ...connection, ...(proxy === undefined ? {} : { proxy }) };
}
