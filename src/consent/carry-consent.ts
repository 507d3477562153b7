import type { KeptEntry } from '../store/consent-ledger.js';
import type { BridgeError } from '../support/errors.js';
import { groupBy } from '../support/group-by.js';
import { carryToMailchimp } from './carry-to-mailchimp.js';
import { carryToOdoo, type OdooRefusal } from './carry-to-odoo.js';
import type { ConsentRun } from './consent-run.js';
import { isOut } from './decide.js';
import type { SeenConsent } from './facts-of.js';
import type { LookedAt } from './changes-of.js';
import { historyOf } from './history-of.js';
import { nextEntry } from './next-entry.js';
import { changesConsent, type ConsentPlan } from './plan-consent.js';
import type { Told } from './unsubscribe.js';
import { writeDown, type RunNumber } from './write-down.js';

export interface CarryOptions {
  /** False where members are not brought to Odoo by themselves: then only opt-outs are (B45). */
  mayOptIn: boolean;
}

/** What became of one plan. */
export interface ConsentOutcome {
  plan: ConsentPlan;
  /** Something was written for the person, on either side. */
  changed: boolean;
  refusals: { side: 'odoo' | 'mailchimp'; contactId: number | null; error: BridgeError }[];
  /** The member as MailChimp answered, where it was told something. */
  answer: SeenConsent | null;
  /** Ids of subscriptions that are still what they were seen as, and not what they are to be. */
  left: ReadonlySet<number>;
}

/**
 * Carries out what was decided on both sides, and writes down what has arrived: what one side refuses is due until it
 * has (B25, B45). Run twice it writes nothing the second time.
 */
export async function carryConsent(
  run: ConsentRun & { mailingListId: number; runNumber: RunNumber },
  plans: readonly ConsentPlan[],
  { mayOptIn }: CarryOptions,
): Promise<ConsentOutcome[]> {
  const refusals = await carryToOdoo(run, plans, mayOptIn);
  const told = await carryToMailchimp(run, plans);
  const byPlan = groupBy(refusals, ({ plan }) => plan);
  const results = plans.map((plan): Result => {
    const refused = byPlan.get(plan) ?? [];
    return { plan, refused, told: told.get(plan) ?? null, left: leftOf(plan, refused, mayOptIn) };
  });
  const looks = results.map((result) => lookedAt(run, result));
  const changes = await historyOf(run.odoo, looks);
  const records = results.map((result, index) => {
    return { kept: keptEntry(run, result), changes: changes[index] ?? [] };
  });
  await writeDown(run.store, records, run.runNumber);
  await forgetFormer(run, plans);
  return results.map(outcomeOf);
}

/** What was known under another id, as by the hash of an address that was refused (B47), is known under the member's. */
async function forgetFormer({ store, audienceId }: ConsentRun, plans: readonly ConsentPlan[]): Promise<void> {
  const former = plans.flatMap(({ person: { memberId, kept } }) =>
    kept === null || kept.memberId === memberId ? [] : [kept.memberId],
  );
  if (former.length > 0) await store.consentLedger.remove(audienceId, former);
}

interface Result {
  plan: ConsentPlan;
  refused: readonly OdooRefusal[];
  told: Told | null;
  /** Ids of subscriptions that are still what they were seen as, and not what they are to be. */
  left: ReadonlySet<number>;
}

function keptEntry({ audienceId }: ConsentRun, { plan, refused, told, left }: Result): KeptEntry {
  const { person, seen, decision } = plan;
  const { standing } = decision;
  const entry = nextEntry(seen, person.kept?.entry ?? null, { standing, left, answer: answerOf(told) });
  const due = refused.length > 0 || (told !== null && 'error' in told);
  return { audienceId, memberId: person.memberId, entry, due };
}

function lookedAt({ audienceId }: ConsentRun, { plan, refused, told, left }: Result): LookedAt {
  const { person, seen, decision, changed } = plan;
  const isWritten = changed.some(({ id }) => !left.has(id));
  const isListed = decision.blacklist && !refused.some(({ subscription }) => subscription === null);
  return {
    audienceId,
    memberId: person.memberId,
    email: person.email,
    before: person.kept?.entry ?? null,
    seen,
    done: { answer: answerOf(told), optOut: isWritten ? decision.optOut : null, blacklisted: isListed },
  };
}

function leftOf(plan: ConsentPlan, refused: readonly OdooRefusal[], mayOptIn: boolean): Set<number> {
  const left = new Set(refused.flatMap(({ subscription }) => subscription?.id ?? []));
  if (!mayOptIn && !isOut(plan.decision.standing)) for (const { id } of plan.changed) left.add(id);
  return left;
}

function answerOf(told: Told | null): SeenConsent | null {
  return told !== null && 'answer' in told ? told.answer : null;
}

function outcomeOf({ plan, refused, told, left }: Result): ConsentOutcome {
  const ofOdoo = refused.map(({ subscription, error }) => ({
    side: 'odoo' as const,
    contactId: subscription?.contactId ?? null,
    error,
  }));
  const ofMailchimp =
    told !== null && 'error' in told
      ? [{ side: 'mailchimp' as const, contactId: plan.person.contactId, error: told.error }]
      : [];
  const refusals = [...ofOdoo, ...ofMailchimp];
  const changed = changesConsent(plan) && refusals.length === 0;
  return { plan, changed, refusals, answer: answerOf(told), left };
}
