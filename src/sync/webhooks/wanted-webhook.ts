import type { AccountConfig } from '../../config/account-config.js';
import { memberEvents } from '../../mailchimp/webhook-event.js';
import type { WebhookWrite } from '../../mailchimp/webhooks.js';
import { ConfigurationError } from '../../support/errors.js';

/** Where and how the webhooks of an account are to be registered (B35). */
export interface WantedWebhook extends WebhookWrite {
  /** The address with the token before, while that is being replaced. */
  formerUrl: string | null;
  /** What every address of this bridge begins with; the token comes after it. */
  base: string;
}

/** Without `api`: what the bridge writes itself must not come back to it (B34). */
const sources = { user: true, admin: true, api: false };

/** @throws ConfigurationError `webhooks.not_configured` */
export function wantedWebhook({ account, webhooks }: AccountConfig): WantedWebhook {
  if (webhooks === undefined) {
    throw new ConfigurationError(`Account ${account} has no webhooks`, {
      code: 'webhooks.not_configured',
      hint: 'Add webhooks: with public_url and token to the account file; docs/serve.md tells how.',
    });
  }
  const base = `${webhooks.public_url.replace(/\/+$/u, '')}/webhooks/mailchimp/`;
  const former = webhooks.previous_token;
  return {
    url: `${base}${webhooks.token.reveal()}`,
    formerUrl: former === undefined ? null : `${base}${former.reveal()}`,
    base,
    events: { ...Object.fromEntries(memberEvents.map((name) => [name, true])), campaign: false },
    sources,
  };
}

/** An address for people: the token is a secret, and other programs' addresses may hold theirs. */
export function shownUrl(url: string, { base }: Pick<WantedWebhook, 'base'>): string {
  if (url.startsWith(base)) return `${base}•••`;
  return URL.canParse(url) ? `${new URL(url).origin}/…` : '…';
}
