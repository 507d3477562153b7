import type { AccountConfig } from '../config/account-config.js';
import type { SigningKey } from '../server/receiver.js';
import { Secret } from '../support/secret.js';

const entry = /^(?:([\w-]+):)?(\S+)$/u;

/** The secrets of `webhooks.signing_secret`: `AUDIENCE:SECRET` for each audience, by comma; one without is good for all. */
export function signingKeys({ webhooks }: Pick<AccountConfig, 'webhooks'>): SigningKey[] {
  const text = webhooks?.signing_secret?.reveal() ?? '';
  return text.split(/[\s,]+/u).flatMap((part) => {
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
