import type { AccountConfig } from '../../config/account-config.js';
import { createMailchimp, type Mailchimp } from '../../mailchimp/create-mailchimp.js';
import type { SigningKey } from '../../server/receiver.js';
import type { Clock } from '../../support/clock.js';
import {
  listWebhooks,
  registerWebhook,
  removeWebhook,
  repairWebhook,
  type WebhookAction,
  type WebhookOutcome,
  type WebhookTask,
} from '../../sync/webhooks/set-up-webhooks.js';
import { shownUrl, wantedWebhook, type WantedWebhook } from '../../sync/webhooks/wanted-webhook.js';
import { mailchimpConnection } from '../connections.js';

export interface WebhookRequest {
  command: 'register' | 'list' | 'repair' | 'remove';
  dryRun: boolean;
  /** Makes them anew, since MailChimp tells a secret only then. */
  newSecret?: boolean;
}

/** One webhook, for people: its address without the token. */
export interface WebhookReport {
  account: string;
  audience: string;
  id: string | null;
  url: string;
  action: WebhookAction;
  events: string[];
  sources: string[];
  /** Null where MailChimp says nothing of it. */
  signed: boolean | null;
}

export interface ManageDeps {
  clock: Clock;
  /** Told of a secret before anything else is done, for MailChimp tells it only once. */
  keepKeys(keys: readonly SigningKey[]): void;
}

/** The webhooks of an account's audiences (B35). Rejects with a BridgeError. */
export async function manageWebhooks(
  config: AccountConfig,
  request: WebhookRequest,
  deps: ManageDeps,
): Promise<WebhookReport[]> {
  const wanted = wantedWebhook(config);
  const mailchimp = createMailchimp(mailchimpConnection(config), deps);
  try {
    const reports: WebhookReport[] = [];
    for (const { id: audienceId } of config.audiences) {
      const task = { audienceId, wanted, dryRun: request.dryRun };
      const outcomes = await carryOut(mailchimp, task, request);
      reports.push(...outcomes.map((outcome) => report(config, wanted, outcome)));
      const told = secretsTold(outcomes);
      if (told.length > 0) deps.keepKeys(told);
    }
    return reports;
  } finally {
    await mailchimp.close();
  }
}

function carryOut(
  mailchimp: Mailchimp,
  task: WebhookTask,
  { command, newSecret = false }: WebhookRequest,
): Promise<WebhookOutcome[]> {
  switch (command) {
    case 'register':
      return registerWebhook(mailchimp, task);
    case 'repair':
      return repairWebhook(mailchimp, task, { newSecret });
    case 'remove':
      return removeWebhook(mailchimp, task);
    case 'list':
      return listWebhooks(mailchimp, task);
  }
}

function report(config: AccountConfig, wanted: WantedWebhook, outcome: WebhookOutcome): WebhookReport {
  const { audienceId: audience, webhook, action } = outcome;
  const { url, events, sources } = webhook ?? wanted;
  return {
    ...{ account: config.account, audience, id: webhook?.id ?? null, url: shownUrl(url, wanted), action },
    events: namesOf(events),
    sources: namesOf(sources),
    signed: webhook?.signed ?? null,
  };
}

const namesOf = (flags: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [name] : []));

function secretsTold(outcomes: readonly WebhookOutcome[]): SigningKey[] {
  return outcomes.flatMap(({ audienceId, webhook }) => {
    const secret = webhook?.secret ?? null;
    return secret === null ? [] : [{ audienceId, secret }];
  });
}
