import type { BatchMember } from '../../mailchimp/batch-subscribe.js';
import { OperatorError, type BridgeError } from '../../support/errors.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportItem, PushResult } from './export-item.js';
import { pushMember } from './push-member.js';

/**
 * Up to 500 people in one call (B23); what the batch endpoint can't do (rename, remove a tag, ask again for a
 * subscription) goes through the member endpoints.
 */
export async function pushBatch(run: AudienceRun, items: readonly ExportItem[]): Promise<PushResult[]> {
  const single = items.length === 1 ? items : items.filter(needsMemberEndpoint);
  const bulk = items.length === 1 ? [] : items.filter((item) => !needsMemberEndpoint(item));
  const [bulkResults, singleResults] = await Promise.all([
    bulk.length === 0 ? [] : subscribe(run, bulk),
    Promise.all(single.map((item) => pushMember(run, item))),
  ]);
  return [...bulkResults, ...singleResults];
}

function needsMemberEndpoint({ plan: { consent, push } }: ExportItem): boolean {
  return push.renameTo !== null || push.tags.remove.length > 0 || consent.action === 'resubscribe';
}

async function subscribe(run: AudienceRun, items: readonly ExportItem[]): Promise<PushResult[]> {
  const outcome = await run.mailchimp.members.batchSubscribe(run.audience.id, items.map(batchMember), {
    updateExisting: true,
  });
  const created = byEmail(outcome.created);
  const updated = byEmail(outcome.updated);
  const errors = byEmail(outcome.errors);
  return items.map((item): PushResult => {
    const { address } = item.plan.known;
    const member = created.get(address) ?? updated.get(address);
    if (member !== undefined) return { item, member, created: created.has(address) };
    return { item, error: errors.get(address)?.error ?? noAnswer() };
  });
}

function byEmail<Row extends { email: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]));
}

/**
 * A member that is to be updated carries `status_if_new: unsubscribed`: it acts only when the member has been
 * archived or deleted since it was seen, and then nobody must be subscribed by an update (B24).
 */
function batchMember({ plan: { known, consent, push } }: ExportItem): BatchMember {
  const data = { email: known.address, mergeFields: push.mergeFields, tags: push.tags.add };
  if (consent.action === 'create') return { ...data, statusIfNew: consent.statusIfNew };
  if (consent.action === 'unsubscribe') return { ...data, status: 'unsubscribed' };
  return { ...data, statusIfNew: 'unsubscribed' };
}

function noAnswer(): BridgeError {
  return new OperatorError('MailChimp said nothing about this member in its answer to the batch', {
    code: 'mailchimp.no_answer',
    hint: 'Run the export again; if it stays, look the member up in MailChimp.',
  });
}
