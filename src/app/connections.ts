import type { AccountConfig } from '../config/account-config.js';
import type { MailchimpConnection } from '../mailchimp/create-mailchimp.js';
import type { OdooConnection } from '../odoo/connect.js';

/** The configuration in the adapters' own words. */
export function odooConnection({ odoo }: AccountConfig): OdooConnection {
  return {
    url: odoo.url,
    database: odoo.database,
    username: odoo.username,
    protocol: odoo.protocol,
    ...(odoo.password === undefined ? {} : { password: odoo.password }),
    ...(odoo.api_key === undefined ? {} : { apiKey: odoo.api_key }),
  };
}

export function mailchimpConnection({ mailchimp }: AccountConfig): MailchimpConnection {
  return {
    apiKey: mailchimp.api_key,
    maxConnections: mailchimp.max_connections,
    ...(mailchimp.base_url === undefined ? {} : { baseUrl: mailchimp.base_url }),
  };
}
