import type { KeptEntry } from '../store/consent-ledger.js';
import type { BridgeError } from '../support/errors.js';
import { groupBy } from '../support/group-by.js';
import type { ConsentRun } from './consent-run.js';
import { isOut } from './decide.js';
import type { SeenConsent, SeenSubscription } from './facts-of.js';
import type { LookedAt } from './changes-of.js';
import { historyOf } from './history-of.js';
import { nextEntry } from './next-entry.js';
import { changesConsent, type ConsentPlan } from './plan-consent.js';
import { type Told, unsubscribe } from './unsubscribe.js';
import { writeDown, type RunNumber } from './write-down.js';
import { addToBlacklist } from '../odoo/people/blacklist.js';
import { datesNeedOwnWrite, writeOptOutDates } from '../odoo/people/opt-out-dates.js';
import { writeOptOutReasons, type GivenReason } from '../odoo/people/opt-out-reasons.js';
import { writeOptOuts, type OptOutWrite } from '../odoo/people/write-opt-outs.js';
import { bisect } from '../support/bisect.js';
import { decided } from './decided.js';
import { optOutDate, reasonGiven } from './new-subscription.js';
import { isNoRight, isRowRefusal } from './row-refusal.js';
import { isMemberRefusal } from '../mailchimp/member-refusal.js';
import { archiveMembers } from './archive-members.js';

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

interface OdooRefusal {
  plan: ConsentPlan;
  /** Null: the entry on the blacklist. */
  subscription: SeenSubscription | null;
  error: BridgeError;
}

interface RowWrite extends OptOutWrite {
  plan: ConsentPlan;
  subscription: SeenSubscription;
}

/**
 * Writes what was decided on the subscriptions, opt-outs first, and on the blacklist. What Odoo refuses is told, row by
 * row, and keeps nothing else back (B45, B50).
 * @param mayOptIn false where members are not brought to Odoo by themselves: opt-outs are, all else is left
 * @throws BridgeError when Odoo is away, or refuses every one of several rows for want of a right
 */
async function carryToOdoo(
  run: ConsentRun & { mailingListId: number },
  plans: readonly ConsentPlan[],
  mayOptIn: boolean,
): Promise<OdooRefusal[]> {
  const rows = plans.flatMap((plan) => plan.changed.map((subscription) => rowWrite(plan, subscription)));
  const outs = await writeRows(
    run,
    rows.filter(({ optOut }) => optOut),
  );
  const blacklist = await bisect(
    plans.filter(({ decision }) => decision.blacklist),
    (some) =>
      addToBlacklist(
        run.odoo.transport,
        some.map(({ person }) => decided(person.email)),
      ),
    isRowRefusal,
  );
  const ins = await writeRows(
    run,
    rows.filter(({ optOut }) => !optOut && mayOptIn),
  );
  await writeOptOutReasons(run.odoo, run.mailingListId, reasonsOf(rows, outs));
  return [
    ...outs,
    ...blacklist.refusals.map(({ item: plan, error }) => ({ plan, subscription: null, error })),
    ...ins,
  ];
}

/** Why people have left whose opt-out is MailChimp's (B56). */
function reasonsOf(rows: readonly RowWrite[], refusals: readonly OdooRefusal[]): GivenReason[] {
  const refused = new Set(refusals.map(({ subscription }) => subscription));
  return rows.flatMap(({ plan, subscription, subscriptionId, optOut }) => {
    const reason = optOut && !refused.has(subscription) ? reasonGiven(plan.seen.member) : null;
    return reason === null ? [] : [{ subscriptionId, reason }];
  });
}

function rowWrite(plan: ConsentPlan, subscription: SeenSubscription): RowWrite {
  const { optOut } = plan.decision;
  return {
    plan,
    subscription,
    subscriptionId: subscription.id,
    optOut: decided(optOut),
    optOutDate: optOut ? optOutDate(plan.seen) : null,
  };
}

async function writeRows(
  run: ConsentRun & { mailingListId: number },
  writes: readonly RowWrite[],
): Promise<OdooRefusal[]> {
  const { refusals } = await bisect(
    writes,
    (some) => writeOptOuts(run.odoo, run.mailingListId, some),
    isRowRefusal,
  );
  const [first] = refusals;
  if (first !== undefined && writes.length > 1 && refusals.length === writes.length && isNoRight(first.error))
    throw first.error;
  if (datesNeedOwnWrite(run.odoo)) {
    const refused = new Set(refusals.map(({ item }) => item));
    const dated = writes.flatMap((write) =>
      refused.has(write) || write.optOutDate === null
        ? []
        : [{ subscriptionId: write.subscriptionId, date: write.optOutDate }],
    );
    await bisect(dated, (some) => writeOptOutDates(run.odoo, run.mailingListId, some), isRowRefusal);
  }
  return refusals.map(({ item: { plan, subscription }, error }) => ({ plan, subscription, error }));
}

/**
 * Unsubscribes the members that have opted out in Odoo, and those that `on_odoo_delete` says so of, or archives them
 * (B25, B48); nothing else of them is sent, so that nothing can keep it back.
 */
async function carryToMailchimp(
  run: ConsentRun,
  plans: readonly ConsentPlan[],
): Promise<Map<ConsentPlan, Told>> {
  const due = plans.filter(({ decision }) => decision.toMailchimp === 'unsubscribe');
  const told = await unsubscribe(
    run,
    due.map(({ person }) => person),
  );
  const unsubscribed = due.flatMap((plan): [ConsentPlan, Told][] => {
    const answer = told.get(plan.person);
    return answer === undefined ? [] : [[plan, answer]];
  });
  const leaving = plans.filter(({ decision }) => decision.toMailchimp === 'archive');
  const archived = leaving.map(async (plan): Promise<[ConsentPlan, Told]> => [
    plan,
    await archive(run, plan),
  ]);
  return new Map([...unsubscribed, ...(await Promise.all(archived))]);
}

/** MailChimp says nothing of a member it has archived: when it has, its next list of changes does. */
async function archive(run: ConsentRun, { person, seen: { member } }: ConsentPlan): Promise<Told> {
  try {
    await archiveMembers(run, [person]);
    return { answer: { ...member, status: 'archived' } };
  } catch (error) {
    if (isMemberRefusal(error)) return { error };
    throw error;
  }
}
