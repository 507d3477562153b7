import type { AccountConfig } from '../config/account-config.js';
import type { SigningKey } from '../server/receiver.js';
import { Secret } from '../support/secret.js';

/** What MailChimp signs the events of an account with; empty when nothing is known of it. */
export function signingKeys({ webhooks }: Pick<AccountConfig, 'webhooks'>): SigningKey[] {
  return webhooks?.signing_secret === undefined ? [] : parseSigningKeys(webhooks.signing_secret);
}

const entry = /^(?:([\w-]+):)?(\S+)$/u;

/** `AUDIENCE:SECRET` for each audience, by comma; one without is good for all. */
export function parseSigningKeys(text: Secret): SigningKey[] {
  const parts = text.reveal().split(/[\s,]+/u);
  return parts.flatMap((part) => {
    const [, audienceId = null, secret = ''] = entry.exec(part) ?? [];
    return secret === '' ? [] : [{ audienceId, secret: new Secret(secret) }];
  });
}

/** The same as text, as `.env` holds it. */
export function formatSigningKeys(keys: readonly SigningKey[]): string {
  return keys
    .map(({ audienceId, secret }) => `${audienceId === null ? '' : `${audienceId}:`}${secret.reveal()}`)
    .join(',');
}
