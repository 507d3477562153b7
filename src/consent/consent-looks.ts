import type { ConsentLook } from '../odoo/people/consent-look.js';
import type { OdooSubscription } from '../odoo/people/person.js';
import { toOdooDate } from '../odoo/records/odoo-date.js';
import type { SeenSubscription } from './facts-of.js';
import { optOutDate } from './new-subscription.js';
import type { ConsentPlan } from './plan-consent.js';

/** The looks of one step of a run; not to be gone by after it has made contacts or subscriptions. */
export interface ConsentLooks extends ConsentLook {
  /** Whether a member was looked at. */
  knows(memberId: string): boolean;
  /** @param left ids of subscriptions that are still what they were seen as */
  note(plan: ConsentPlan, left: ReadonlySet<number>): void;
}

export function openConsentLooks(): ConsentLooks {
  const members = new Set<string>();
  const subscriptions = new Map<number, OdooSubscription | null>();
  const blacklist = new Map<string, boolean>();
  return {
    knows: (memberId) => members.has(memberId),
    subscriptionOf: (contactId) => subscriptions.get(contactId),
    isBlacklisted: (address) => blacklist.get(address),
    note(plan, left) {
      const { person, seen, contactIds } = plan;
      members.add(person.memberId);
      for (const id of contactIds) subscriptions.set(id, null);
      for (const row of seen.subscriptions) subscriptions.set(row.contactId, asLeft(plan, row, left));
      // Whether an entry was made is not known here: it is asked for.
      if (!plan.decision.blacklist) blacklist.set(person.email.toLowerCase(), seen.blacklisted);
    },
  };
}

/** The subscription as it is after the plan was carried out. */
function asLeft(
  { seen, decision }: ConsentPlan,
  { id, mailingListId, optOut, optedOutAt, writtenAt }: SeenSubscription,
  left: ReadonlySet<number>,
): OdooSubscription {
  const isChanged = optOut !== decision.optOut && !left.has(id);
  const seenDate = optedOutAt === null ? null : toOdooDate(new Date(optedOutAt));
  const date = decision.optOut ? optOutDate(seen) : null;
  return {
    id,
    mailingListId,
    optOut: isChanged ? decision.optOut : optOut,
    optOutDate: isChanged ? date : seenDate,
    writtenAt,
  };
}
