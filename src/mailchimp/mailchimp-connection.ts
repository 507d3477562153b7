import { ConfigurationError } from '../support/errors.js';
import type { Secret } from '../support/secret.js';

export interface MailchimpConnection {
  apiKey: Secret;
  /** Derived from the key's data centre when not given. */
  baseUrl?: string;
  maxConnections: number;
  timeoutMs?: number;
}

/** `https://us6.api.mailchimp.com/3.0` for a key that ends in `-us6` (mailchimp-api §2.1). */
export function baseUrlOf({ apiKey, baseUrl }: MailchimpConnection): string {
  if (baseUrl !== undefined) return baseUrl.replace(/\/+$/u, '');
  const dataCentre = /-([a-z]+\d+)$/u.exec(apiKey.reveal())?.[1];
  if (dataCentre !== undefined) return `https://${dataCentre}.api.mailchimp.com/3.0`;
  throw new ConfigurationError('The MailChimp API key names no data centre', {
    code: 'mailchimp.api_key',
    hint: 'Copy the whole key, including the part after the dash (…-us6), or set mailchimp.base_url.',
  });
}
