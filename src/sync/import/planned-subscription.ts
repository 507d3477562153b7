import type { ImportConsent } from '../../core/consent/decide-import.js';
import type { SubscriptionDraft } from '../../odoo/people/create-contacts.js';
import { toOdooDate } from '../../odoo/records/odoo-date.js';
import type { PersonView } from '../people/person-view.js';
import type { SeenMember } from '../people/seen-member.js';

/** Null when it says so already. */
export function subscriptionToWrite(
  { contact, consent: odoo }: PersonView,
  consent: ImportConsent,
  member: SeenMember,
): SubscriptionDraft | null {
  const current = contact?.subscription ?? null;
  return current?.optOut === consent.optOut ? null : draftOf(odoo, consent, member);
}

/** A subscription as it is to be. */
export function draftOf(
  odoo: PersonView['consent'],
  { optOut }: ImportConsent,
  member: SeenMember,
): SubscriptionDraft {
  return { optOut, optOutDate: optOut ? odooDateOf(member, odoo) : null };
}

/** The opt-out's date: Odoo's own when it opted out first, else when MailChimp last changed the member. */
function odooDateOf(member: SeenMember, odoo: PersonView['consent']): string {
  return toOdooDate(odoo.optedOutAt ?? new Date(member.lastChanged));
}

/** Ids of the subscriptions of further contacts of the address that say otherwise. */
export function othersToWrite({ otherSubscriptions }: PersonView, { optOut }: ImportConsent): number[] {
  return otherSubscriptions.flatMap((other) => (other.optOut === optOut ? [] : [other.id]));
}
