import type { Lock } from '../model/member-record.js';
import type { MemberStatus, WritableStatus } from '../model/member-status.js';

/** Where a member stands: its status, and whether only the person can bring it back to `subscribed`. */
export interface Standing {
  readonly status: MemberStatus;
  readonly lock: Lock;
}

export interface StatusRules {
  cleaned_to_unsubscribed: string;
  to_transactional: string;
  archive_forgets_compliance: boolean;
}

export type Refusal = 'compliance' | 'transactional';

/** Where a new member stands: any status may be given, double opt-in or not. */
export function newStanding(status: WritableStatus): Standing {
  return { status, lock: status === 'cleaned' ? 'bounce' : '' };
}

/**
 * What the API's wish for a status leads to (API §6). Who unsubscribed decides: an opt-out by the account may be
 * taken back by the account, an opt-out, complaint or bounce of the contact only by the contact.
 */
export function requestStatus(from: Standing, to: WritableStatus, rules: StatusRules): Standing | Refusal {
  if (from.status === to) return from;
  switch (to) {
    case 'subscribed':
      return from.lock === '' ? { status: to, lock: '' } : 'compliance';
    case 'cleaned':
      return { status: to, lock: 'bounce' };
    case 'pending':
      return { status: to, lock: from.lock };
    case 'unsubscribed':
      if (from.status === 'cleaned' && rules.cleaned_to_unsubscribed === 'compliance') return 'compliance';
      return { status: to, lock: from.lock };
    case 'transactional':
      if (from.status !== 'archived' && rules.to_transactional === 'reject') return 'transactional';
      return { status: to, lock: from.lock };
  }
}

/** DELETE keeps the data and forgets where the member stood. */
export function archivedStanding(from: Standing, rules: StatusRules): Standing {
  return { status: 'archived', lock: rules.archive_forgets_compliance ? '' : from.lock };
}

/** What the contact or a mailbox provider does is never refused. */
export const contactStandings = {
  confirm: { status: 'subscribed', lock: '' },
  unsubscribe: { status: 'unsubscribed', lock: 'user' },
  complain: { status: 'unsubscribed', lock: 'abuse' },
  bounce: { status: 'cleaned', lock: 'bounce' },
} as const satisfies Record<string, Standing>;
