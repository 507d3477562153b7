import { datesNeedOwnWrite, writeOptOutDates } from '../odoo/people/opt-out-dates.js';
import { writeOptOutReasons } from '../odoo/people/opt-out-reasons.js';
import type { SubscriptionDraft } from '../odoo/people/subscription-draft.js';
import { toOdooDate } from '../odoo/records/odoo-date.js';
import type { KeptEntry } from '../store/consent-ledger.js';
import type { LedgerEntry } from '../core/consent-ledger.js';
import { decided } from './decided.js';
import type { ConsentRun } from './consent-run.js';
import { isOut, type ConsentDecision } from './decide.js';
import { optOutTime, type SeenConsent, type SeenPerson } from './facts-of.js';
import type { LookedAt } from './changes-of.js';
import { historyOf } from './history-of.js';
import { nextEntry } from './next-entry.js';
import { readSubscriptions } from './observe.js';
import type { ConsentRecord } from './write-down.js';

/** A subscription that is to be made for a person: as their consent stands, and dated as it is known. */
export function newSubscription(seen: SeenPerson, { optOut }: ConsentDecision): SubscriptionDraft {
  return { optOut: decided(optOut), optOutDate: optOut ? optOutDate(seen) : null };
}

/** Of a contact whose member was deleted in MailChimp, where it stays on the mailing list (B33). */
export function subscriptionOfGone(at: Date): SubscriptionDraft {
  return { optOut: decided(true), optOutDate: toOdooDate(at) };
}

/** In doubt somebody is opted out (B25), as of now. */
export function subscriptionInDoubt(): SubscriptionDraft {
  return { optOut: decided(true), optOutDate: null };
}

/** Of somebody who is put on a mailing list in Odoo by hand, as for trying out. */
export function subscriptionByHand(): SubscriptionDraft {
  return { optOut: decided(false), optOutDate: null };
}

/** As Odoo writes it. */
export function optOutDate(seen: SeenPerson): string | null {
  const time = optOutTime(seen);
  return time === null ? null : toOdooDate(new Date(time));
}

/** Of a subscription that the bridge is about to make or to write: that it is not there proves nothing. */
export const unseenRow = {
  ...{ subscriptionId: null, contactCreated: null, writtenAt: null },
  optedOutAt: null,
  isForetold: true,
} as const;

/** Why an unsubscribed member left, in MailChimp's words. */
export function reasonGiven({ status, evidence }: SeenConsent): string | null {
  return status === 'unsubscribed' ? (evidence?.reason ?? null) : null;
}

export interface MadeSubscription {
  memberId: string;
  email: string;
  contactId: number;
  seen: SeenPerson & { member: SeenConsent };
  before: LedgerEntry | null;
  decision: ConsentDecision;
}

/**
 * What the ledger is to say of somebody before a subscription is made of a contact that is there: an opt-out that only
 * mirrors MailChimp is known as one, whatever happens next (B9).
 */
export function foretoldEntry({
  audienceId,
  mailingListId,
  memberId,
  contactId,
  seen,
  before,
  decision: { standing },
}: MadeSubscription & { audienceId: string; mailingListId: number }): KeptEntry {
  const entry = before ?? nextEntry(seen, null, { standing, left: new Set(), answer: null });
  const rows = [...entry.rows, { ...unseenRow, contactId, mailingListId, standing }];
  return { audienceId, memberId, entry: { ...entry, rows }, due: true };
}

/**
 * What the ledger says of people for whom the bridge has just made a subscription. One that was made opted out is read
 * back, so that an opt-in there can be told from a row that was made anew (B46); up to Odoo 16 it gets its true date.
 */
export async function settleMade(
  run: ConsentRun & { mailingListId: number },
  made: readonly MadeSubscription[],
): Promise<ConsentRecord[]> {
  const out = made.filter(({ decision }) => decision.optOut);
  const contacts = out.map(({ contactId: id }) => ({ id, address: null, created: null }));
  const { rows } = await readSubscriptions(run, contacts);
  const byContact = new Map(rows.map((row) => [row.contactId, row]));
  const there = out.flatMap(({ contactId, seen }) => {
    const subscriptionId = byContact.get(contactId)?.id;
    return subscriptionId === undefined ? [] : [{ subscriptionId, seen }];
  });
  if (datesNeedOwnWrite(run.odoo)) {
    const dated = there.flatMap(({ subscriptionId, seen }) => {
      const date = optOutDate(seen);
      return date === null ? [] : [{ subscriptionId, date }];
    });
    await writeOptOutDates(run.odoo, run.mailingListId, dated);
  }
  const given = there.flatMap(({ subscriptionId, seen }) => {
    const reason = reasonGiven(seen.member);
    return reason === null ? [] : [{ subscriptionId, reason }];
  });
  await writeOptOutReasons(run.odoo, run.mailingListId, given);
  const { audienceId } = run;
  const changes = await historyOf(
    run.odoo,
    made.map((one) => ({ ...one, audienceId, done: doneFor(one) })),
  );
  return made.map(({ memberId, contactId, seen, before, decision: { standing } }, index) => {
    const entry = nextEntry(seen, before, { standing, left: new Set(), answer: null });
    const row = byContact.get(contactId);
    const { mailingListId } = run;
    const [subscriptionId, writtenAt] = [row?.id ?? null, row?.writtenAt ?? null];
    const ids = { subscriptionId, contactId, mailingListId };
    const optedOutAt = isOut(standing) ? optOutTime(seen) : null;
    const madeRow = { ...ids, contactCreated: null, writtenAt, standing, optedOutAt, isForetold: false };
    const settled = { ...entry, rows: [...entry.rows, madeRow], ownWithoutRow: false, takenOut: false };
    const kept = { audienceId, memberId, entry: settled, due: false };
    return { kept, changes: changes[index] ?? [] };
  });
}

function doneFor({ decision: { optOut } }: MadeSubscription): LookedAt['done'] {
  return { answer: null, optOut, blacklisted: false };
}
