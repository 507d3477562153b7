import type { Mailchimp } from '../../mailchimp/create-mailchimp.js';
import type { Webhook } from '../../mailchimp/webhooks.js';
import { judgeWebhooks, type Judgement } from './judge-webhooks.js';
import type { WantedWebhook } from './wanted-webhook.js';

export type WebhookAction = 'created' | 'updated' | 'unchanged' | 'removed' | 'foreign' | 'unknown_token';

export interface WebhookOutcome {
  audienceId: string;
  /** As it is afterwards; in a dry run as it was. Null for one that would be made. */
  webhook: Webhook | null;
  action: WebhookAction;
}

export interface WebhookTask {
  audienceId: string;
  wanted: WantedWebhook;
  dryRun: boolean;
}

/** Registers what is missing and corrects what is not as it should be; nothing of other programs is touched (B35). */
export async function registerWebhook(mailchimp: Mailchimp, task: WebhookTask): Promise<WebhookOutcome[]> {
  const judgement = await judge(mailchimp, task);
  return ensure(mailchimp, task, judgement);
}

/**
 * The same, and tells MailChimp once more of what seems right: it looks at the address again and takes up a webhook it
 * had switched off. A second one of this bridge is removed.
 */
export async function repairWebhook(
  mailchimp: Mailchimp,
  task: WebhookTask,
  { newSecret }: { newSecret: boolean },
): Promise<WebhookOutcome[]> {
  const judgement = await judge(mailchimp, task);
  const spare = newSecret && judgement.own !== null ? [judgement.own] : [];
  const removed = await remove(mailchimp, task, [...judgement.doubled, ...spare]);
  if (spare.length > 0) return [...removed, ...(await ensure(mailchimp, task, { ...judgement, own: null }))];
  const differences = [...judgement.differences, 'to be looked at again'];
  return [...removed, ...(await ensure(mailchimp, task, { ...judgement, differences }))];
}

/** Removes this bridge's webhooks, at the address with this token and the one before. */
export async function removeWebhook(mailchimp: Mailchimp, task: WebhookTask): Promise<WebhookOutcome[]> {
  const { own, doubled } = await judge(mailchimp, task);
  return remove(mailchimp, task, [...(own === null ? [] : [own]), ...doubled]);
}

export async function listWebhooks(mailchimp: Mailchimp, task: WebhookTask): Promise<WebhookOutcome[]> {
  const { own, doubled, unknownToken, foreign } = await judge(mailchimp, task);
  const { audienceId } = task;
  const told = (action: WebhookAction, webhooks: readonly Webhook[]): WebhookOutcome[] =>
    webhooks.map((webhook) => ({ audienceId, webhook, action }));
  return [
    ...told('unchanged', [...(own === null ? [] : [own]), ...doubled]),
    ...told('unknown_token', unknownToken),
    ...told('foreign', foreign),
  ];
}

async function judge(mailchimp: Mailchimp, { audienceId, wanted }: WebhookTask): Promise<Judgement> {
  return judgeWebhooks(await mailchimp.webhooks.list(audienceId), wanted);
}

async function ensure(
  { webhooks }: Mailchimp,
  { audienceId, wanted, dryRun }: WebhookTask,
  { own, differences }: Judgement,
): Promise<WebhookOutcome[]> {
  const { url, events, sources } = wanted;
  const write = { url, events, sources };
  if (own === null) {
    const webhook = dryRun ? null : await webhooks.create(audienceId, write);
    return [{ audienceId, webhook, action: 'created' }];
  }
  if (differences.length === 0) return [{ audienceId, webhook: own, action: 'unchanged' }];
  const webhook = dryRun ? own : await webhooks.update(audienceId, own.id, write);
  return [{ audienceId, webhook, action: 'updated' }];
}

async function remove(
  mailchimp: Mailchimp,
  { audienceId, dryRun }: WebhookTask,
  webhooks: readonly Webhook[],
): Promise<WebhookOutcome[]> {
  for (const { id } of dryRun ? [] : webhooks) await mailchimp.webhooks.remove(audienceId, id);
  return webhooks.map((webhook) => ({ audienceId, webhook, action: 'removed' }));
}
