import { ifGone } from '../../consent/if-gone.js';
import type { FieldMapping } from '../../core/mapping/field-mapping.js';
import type { BatchMember } from '../../mailchimp/batch-subscribe.js';
import { byEmail } from '../../mailchimp/by-email.js';
import { noAnswer } from '../../mailchimp/member-refusal.js';
import { groupBy } from '../../support/group-by.js';
import type { OpenAudience } from '../run/audience-run.js';
import { hasPermissions, memberWrite } from './member-write.js';
import type { PushPlan } from './plan-records.js';
import { pushMember, type PushAnswer, type PushOptions } from './push-member.js';
import type { ExportRequest } from './export-request.js';

/**
 * Up to 500 people in one call (B23), and one more for each tag taken off; what the batch endpoint can't do (rename,
 * ask again for a subscription, marketing permissions) goes through the member endpoints.
 */
export async function pushBatch(
  run: OpenAudience,
  plans: readonly PushPlan[],
  { startsNothing = false }: Pick<ExportRequest, 'startsNothing'>,
): Promise<PushAnswer[]> {
  if (plans.length === 0) return [];
  const { mappings } = await run.mapping();
  // The batch endpoint alone can be told that no automation is to start.
  const isAlone = plans.length === 1 && !startsNothing;
  const isSingle = (plan: PushPlan): boolean => isAlone || needsMemberEndpoint(plan, mappings);
  const quietly = startsNothing ? { isSyncing: true } : {};
  const bulk = plans.filter((plan) => !isSingle(plan));
  const [bulkResults, singleResults] = await Promise.all([
    bulk.length === 0 ? [] : subscribe(run, bulk, { mappings, quietly }),
    Promise.all(plans.filter(isSingle).map((plan) => pushMember(run, plan, { mappings, quietly }))),
  ]);
  return [...bulkResults, ...singleResults];
}

function needsMemberEndpoint(
  { decision: { consent, push } }: PushPlan,
  mappings: readonly FieldMapping[],
): boolean {
  return push.renameTo !== null || consent.action === 'resubscribe' || hasPermissions(mappings, push.values);
}

async function subscribe(
  run: OpenAudience,
  plans: readonly PushPlan[],
  { mappings, quietly }: PushOptions,
): Promise<PushAnswer[]> {
  const members = plans.map((plan) => batchMember(plan, mappings));
  const options = { updateExisting: true, ...quietly };
  const outcome = await run.mailchimp.members.batchSubscribe(run.audience.id, members, options);
  const created = byEmail(outcome.created);
  const updated = byEmail(outcome.updated);
  const errors = byEmail(outcome.errors);
  const answers = plans.map((plan): PushAnswer => {
    const address = addressOf(plan);
    const member = created.get(address) ?? updated.get(address);
    if (member !== undefined) return { plan, member, created: created.has(address) };
    return { plan, error: errors.get(address)?.error ?? noAnswer() };
  });
  await takeTagsOff(run, answers);
  return answers;
}

/** Where MailChimp has the member now: an address edited in Odoo is not there before the rename. */
function addressOf({ known }: PushPlan): string {
  return known.member?.email.toLowerCase() ?? known.address;
}

/**
 * A member that is to be updated carries `status_if_new: unsubscribed`: it acts only when the member has been
 * archived or deleted since it was seen, and then nobody must be subscribed by an update (B24).
 */
function batchMember(plan: PushPlan, mappings: readonly FieldMapping[]): BatchMember {
  const { consent, push } = plan.decision;
  const email = addressOf(plan);
  const { mergeFields, interests } = memberWrite(mappings, push.values);
  const data = { email, mergeFields, interests, tags: push.tags.add };
  if (consent.action === 'create') return { ...data, statusIfNew: consent.statusIfNew };
  return { ...data, statusIfNew: ifGone };
}

/** One call for each tag, however many lose it. */
async function takeTagsOff(
  { mailchimp, audience }: OpenAudience,
  answers: readonly PushAnswer[],
): Promise<void> {
  const losses = answers.flatMap((answer) =>
    'member' in answer
      ? answer.plan.decision.push.tags.remove.map((name) => ({
          tag: name.toLowerCase(),
          email: answer.member.email,
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
