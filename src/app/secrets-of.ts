import type { AccountConfig } from '../config/account-config.js';
import type { Secret } from '../support/secret.js';
import { signingKeys } from './signing-keys.js';

/** Everything of an account that no log may show (B1). */
export function secretsOf(config: AccountConfig): (Secret | string)[] {
  const { odoo, mailchimp, webhooks, alerts = [], store } = config;
  const kept = [
    odoo.password,
    odoo.api_key,
    odoo.basic_auth?.password,
    mailchimp.api_key,
    webhooks?.token,
    webhooks?.previous_token,
    ...alerts.map((channel) => ('webhook' in channel ? channel.webhook : undefined)),
  ];
  return [
    ...kept.flatMap((secret) => secret ?? []),
    ...signingKeys(config).map(({ secret }) => secret),
    ...passwordIn(store),
  ];
}

function passwordIn(store: string): string[] {
  if (!URL.canParse(store)) return [];
  const { password } = new URL(store);
  return password === '' ? [] : [password, decodeURIComponent(password)];
}
