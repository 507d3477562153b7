import { addToBlacklist } from '../odoo/people/blacklist.js';
import { datesNeedOwnWrite, writeOptOutDates } from '../odoo/people/opt-out-dates.js';
import { writeOptOutReasons, type GivenReason } from '../odoo/people/opt-out-reasons.js';
import { writeOptOuts, type OptOutWrite } from '../odoo/people/write-opt-outs.js';
import { bisect } from '../support/bisect.js';
import type { BridgeError } from '../support/errors.js';
import { decided } from './decided.js';
import type { ConsentRun } from './consent-run.js';
import type { SeenSubscription } from './facts-of.js';
import { optOutDate, reasonGiven } from './new-subscription.js';
import type { ConsentPlan } from './plan-consent.js';
import { isNoRight, isRowRefusal } from './row-refusal.js';

export interface OdooRefusal {
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
export async function carryToOdoo(
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
