import type { ConsentPolicies } from '../../src/consent/decide.js';
import type { SeenConsent, SeenPerson, SeenSubscription } from '../../src/consent/facts-of.js';
import type { LedgerEntry, LedgerRow, Standing } from '../../src/core/consent-ledger.js';
import type { MemberStatus } from '../../src/core/member-status.js';

export const optedOutAt = Date.parse('2026-03-01T10:00:00Z');
export const later = Date.parse('2026-03-02T10:00:00Z');
export const earlier = Date.parse('2026-02-01T10:00:00Z');

export const policies = (more: Partial<ConsentPolicies> = {}): ConsentPolicies => ({
  resubscribe: 'never',
  new_member_status: 'subscribed',
  on_cleaned: 'blacklist',
  on_odoo_delete: 'none',
  ...more,
});

export const buildMember = (status: MemberStatus, more: Partial<SeenConsent> = {}): SeenConsent => ({
  status,
  lastChanged: earlier,
  signedUpAt: null,
  optedInAt: null,
  ...more,
});

/** The subscription of contact 7 on mailing list 3. */
export const buildSubscription = (
  is: 'in' | 'out',
  more: Partial<SeenSubscription> = {},
): SeenSubscription => ({
  id: 11,
  contactId: 7,
  mailingListId: 3,
  contactCreated: '2026-01-01 08:00:00',
  writtenAt: '2026-03-01 10:00:00',
  optOut: is === 'out',
  optedOutAt: is === 'out' ? optedOutAt : null,
  ...more,
});

export const buildPerson = (
  member: SeenConsent | null,
  subscriptions: readonly SeenSubscription[],
  more: Partial<SeenPerson> = {},
): SeenPerson => ({
  member,
  subscriptions,
  link: { mailingListId: 3, contactId: 7 },
  blacklisted: false,
  isInterrupted: false,
  ...more,
});

/** That subscription in the ledger. */
export const buildRow = (standing: Standing, more: Partial<LedgerRow> = {}): LedgerRow => ({
  subscriptionId: 11,
  contactId: 7,
  mailingListId: 3,
  contactCreated: '2026-01-01 08:00:00',
  writtenAt: '2026-02-01 10:00:00',
  standing,
  optedOutAt: null,
  isForetold: false,
  ...more,
});

export const buildEntry = (
  status: MemberStatus,
  rows: LedgerRow[],
  more: Partial<LedgerEntry> = {},
): LedgerEntry => ({
  status,
  lastChanged: earlier,
  signedUpAt: null,
  optedInAt: null,
  rows,
  ownWithoutRow: false,
  takenOut: false,
  bounced: false,
  ...more,
});
