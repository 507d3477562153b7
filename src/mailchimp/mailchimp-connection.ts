import { ConfigurationError } from '../support/errors.js';
import type { Secret } from '../support/secret.js';

export interface MailchimpConnection {
  apiKey: Secret;
  /** Derived from the key's data centre when not given. */
  baseUrl?: string;
  /** Calls at the same time; MailChimp allows ten per user, for all programs together (mailchimp-api §8.1). */
  maxConnections: number;
  /** For one call, in milliseconds; a little over MailChimp's own 120 s when not given. */
  timeoutMs?: number;
  /** Address of a proxy on the way (B63). */
  proxy?: string;
}

/** `https://us6.api.mailchimp.com/3.0` for a key that ends in `-us6` (mailchimp-api §2.1). */
export function baseUrlOf({ apiKey, baseUrl }: MailchimpConnection): string {
  if (baseUrl !== undefined) return baseUrl.replace(/\/+$/u, '');
  const dataCentre = /-([a-z]{2,}\d+)$/u.exec(apiKey.reveal().trim())?.[1];
  if (dataCentre !== undefined) return `https://${dataCentre}.api.mailchimp.com/3.0`;
  throw new ConfigurationError('The MailChimp API key names no data centre', {
    code: 'mailchimp.api_key',
    hint: 'Copy the whole key, including the part after the dash (…-us6), or set mailchimp.base_url.',
  });
}
