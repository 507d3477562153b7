import { ifGone } from '../../consent/if-gone.js';
import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import type { BatchMember } from '../../mailchimp/batch-subscribe.js';
import { byEmail } from '../../mailchimp/by-email.js';
import { noAnswer } from '../../mailchimp/member-refusal.js';
import { groupBy } from '../../support/group-by.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportItem, PushResult } from './export-item.js';
import { hasPermissions, memberWrite } from './member-write.js';
import { pushMember } from './push-member.js';

/**
 * Up to 500 people in one call (B23), and one more for each tag taken off; what the batch endpoint can't do (rename,
 * ask again for a subscription, marketing permissions) goes through the member endpoints.
 */
export async function pushBatch(run: AudienceRun, items: readonly ExportItem[]): Promise<PushResult[]> {
  if (items.length === 0) return [];
  const { mappings } = await run.mapping();
  const isSingle = (item: ExportItem): boolean => items.length === 1 || needsMemberEndpoint(item, mappings);
  const bulk = items.filter((item) => !isSingle(item));
  const [bulkResults, singleResults] = await Promise.all([
    bulk.length === 0 ? [] : subscribe(run, bulk, mappings),
    Promise.all(items.filter(isSingle).map((item) => pushMember(run, item, mappings))),
  ]);
  return [...bulkResults, ...singleResults];
}

function needsMemberEndpoint(
  { plan: { consent, push } }: ExportItem,
  mappings: readonly FieldMapping[],
): boolean {
  return push.renameTo !== null || consent.action === 'resubscribe' || hasPermissions(mappings, push.values);
}

async function subscribe(
  run: AudienceRun,
  items: readonly ExportItem[],
  mappings: readonly FieldMapping[],
): Promise<PushResult[]> {
  const members = items.map((item) => batchMember(item, mappings));
  const options = { updateExisting: true };
  const outcome = await run.mailchimp.members.batchSubscribe(run.audience.id, members, options);
  const created = byEmail(outcome.created);
  const updated = byEmail(outcome.updated);
  const errors = byEmail(outcome.errors);
  const results = items.map((item): PushResult => {
    const address = addressOf(item);
    const member = created.get(address) ?? updated.get(address);
    if (member !== undefined) return { item, member, created: created.has(address) };
    return { item, error: errors.get(address)?.error ?? noAnswer() };
  });
  await takeTagsOff(run, results);
  return results;
}

/** Where MailChimp has the member now: an address edited in Odoo is not there before the rename. */
function addressOf({ plan: { known } }: ExportItem): string {
  return known.member?.email.toLowerCase() ?? known.address;
}

/**
 * A member that is to be updated carries `status_if_new: unsubscribed`: it acts only when the member has been
 * archived or deleted since it was seen, and then nobody must be subscribed by an update (B24).
 */
function batchMember(item: ExportItem, mappings: readonly FieldMapping[]): BatchMember {
  const { consent, push } = item.plan;
  const email = addressOf(item);
  const { mergeFields, interests } = memberWrite(mappings, push.values);
  const data = { email, mergeFields, interests, tags: push.tags.add };
  if (consent.action === 'create') return { ...data, statusIfNew: consent.statusIfNew };
  return { ...data, statusIfNew: ifGone };
}

/** One call for each tag, however many lose it. */
async function takeTagsOff(
  { mailchimp, audience }: AudienceRun,
  results: readonly PushResult[],
): Promise<void> {
  const losses = results.flatMap((result) =>
    'member' in result
      ? result.item.plan.push.tags.remove.map((name) => ({
          tag: name.toLowerCase(),
          email: result.member.email,
        }))
      : [],
  );
  if (losses.length === 0) return;
  const known = await mailchimp.audiences.tags(audience.id);
  const ids = new Map(known.map(({ id, name }) => [name.toLowerCase(), id]));
  for (const [tag, some] of groupBy(losses, (loss) => loss.tag)) {
    const id = ids.get(tag);
    const emails = some.map(({ email }) => email);
    if (id !== undefined) await mailchimp.tags.takeOff(audience.id, id, emails);
  }
}
