import { isMemberRefusal, noAnswer } from '../mailchimp/member-refusal.js';
import type { Member } from '../mailchimp/member.js';
import { chunk } from '../support/chunk.js';
import type { BridgeError } from '../support/errors.js';
import type { ConsentRun } from './consent-run.js';
import type { SeenConsent } from './facts-of.js';
import type { ConsentPlan } from './plan-consent.js';

/** What MailChimp said to one unsubscription. */
export type Told = { answer: SeenConsent } | { error: BridgeError };

/** MailChimp takes as many in one call (docs/mailchimp-api.md §5.3). */
const batchSize = 500;
const unsubscribed = 'unsubscribed' as const;

/**
 * Unsubscribes the members that have opted out in Odoo; nothing else of them is sent, so that nothing can keep it back
 * (B25). A refusal is told, member by member; any other failure ends the run.
 */
export async function carryToMailchimp(
  run: ConsentRun,
  plans: readonly ConsentPlan[],
): Promise<Map<ConsentPlan, Told>> {
  const due = plans.filter(({ decision }) => decision.toMailchimp === 'unsubscribe');
  const [only] = due;
  if (due.length === 1 && only !== undefined) return new Map([[only, await unsubscribe(run, only)]]);
  const told = new Map<ConsentPlan, Told>();
  await Promise.all(
    chunk(due, batchSize).map(async (some) => {
      for (const [plan, answer] of await unsubscribeAll(run, some)) told.set(plan, answer);
    }),
  );
  return told;
}

async function unsubscribe({ mailchimp, audienceId }: ConsentRun, { person }: ConsentPlan): Promise<Told> {
  try {
    // A required merge field that is missing must not keep an opt-out back (B25).
    const options = { skipMergeValidation: true };
    const member = await mailchimp.members.patch(audienceId, person.hash, { status: unsubscribed }, options);
    return { answer: consentOf(member) };
  } catch (error) {
    if (isMemberRefusal(error)) return { error };
    throw error;
  }
}

async function unsubscribeAll(
  { mailchimp, audienceId }: ConsentRun,
  plans: readonly ConsentPlan[],
): Promise<[ConsentPlan, Told][]> {
  const members = plans.map(({ person }) => ({ email: person.email, status: unsubscribed }));
  const options = { updateExisting: true, skipMergeValidation: true };
  const outcome = await mailchimp.members.batchSubscribe(audienceId, members, options);
  const answers = byEmail([...outcome.created, ...outcome.updated]);
  const errors = byEmail(outcome.errors);
  return plans.map((plan): [ConsentPlan, Told] => {
    const email = plan.person.email.toLowerCase();
    const member = answers.get(email);
    if (member !== undefined) return [plan, { answer: consentOf(member) }];
    return [plan, { error: errors.get(email)?.error ?? noAnswer() }];
  });
}

function byEmail<Row extends { email: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.email.toLowerCase(), row]));
}

/** What consent reads of a member. */
export function consentOf({ status, lastChanged, timestampSignup, timestampOpt }: Member): SeenConsent {
  return {
    status,
    lastChanged: msOf(lastChanged) ?? 0,
    signedUpAt: msOf(timestampSignup),
    optedInAt: msOf(timestampOpt),
  };
}

function msOf(text: string | null): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : ms;
}
