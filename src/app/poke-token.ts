import { createHmac } from 'node:crypto';
import type { AccountConfig } from '../config/account-config.js';
import { pokePath } from '../server/receiver.js';
import { ConfigurationError } from '../support/errors.js';
import { Secret } from '../support/secret.js';

/**
 * What Odoo proves itself with when it says that there is something to do (B38). Made from the token of the webhooks,
 * which does not follow from it: whoever may read it in Odoo can do no more than that.
 */
export function pokeToken(webhookToken: Secret): Secret {
  return new Secret(createHmac('sha256', webhookToken.reveal()).update('poke').digest('base64url'));
}

/** The whole address. @throws ConfigurationError `webhooks.not_configured` */
export function pokeUrl({ account, webhooks }: Pick<AccountConfig, 'account' | 'webhooks'>): string {
  if (webhooks === undefined) {
    throw new ConfigurationError(`Account ${account} has no webhooks, and so no address to be called at`, {
      code: 'webhooks.not_configured',
      hint: 'Add webhooks: with public_url and token to the account file; docs/serve.md tells how.',
    });
  }
  return `${webhooks.public_url.replace(/\/+$/u, '')}${pokePath}/${pokeToken(webhooks.token).reveal()}`;
}
