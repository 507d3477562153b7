import type { ConsentActor } from '../core/consent-change.js';
import type { MemberStatus } from '../core/member-status.js';
import { mayBeMailed } from './decide.js';
import type { MemberEvidence, RowWriter, SeenConsent } from './facts-of.js';

/** What was known of the member before. */
type Before = Pick<SeenConsent, 'status' | 'signedUpAt' | 'optedInAt'> | null;

/** Who has set a member's status, from what MailChimp says of the member (B56, docs/mailchimp-api.md §5.4, §10.4). */
export function actorInMailchimp(before: Before, seen: SeenConsent): ConsentActor {
  const { status, evidence } = seen;
  switch (status) {
    case 'cleaned':
      return evidence?.told === 'abuse' ? 'complaint' : 'bounce';
    case 'unsubscribed':
      return whoUnsubscribed(evidence);
    case 'archived':
      return byHand(evidence);
    case 'subscribed':
    case 'pending':
    case 'transactional':
      return isByForm(before, seen) ? 'form' : whoAdded(evidence?.source ?? null);
  }
}

const byAccount = /unsubscribed by (an )?admin/iu;
const complaint = /abuse|complain|spam/iu;

function whoUnsubscribed(evidence: MemberEvidence | undefined): ConsentActor {
  const reason = evidence?.reason ?? null;
  if (evidence?.told === 'abuse' || complaint.test(reason ?? '')) return 'complaint';
  if (reason === null) return 'unknown';
  return byAccount.test(reason) ? byHand(evidence) : 'link';
}

/** Webhooks are asked for without those of the API (B34): what they tell, a program hasn't done. */
function byHand(evidence: MemberEvidence | undefined): ConsentActor {
  return typeof evidence?.told === 'string' ? 'mailchimp_admin' : 'mailchimp_admin_or_api';
}

function isByForm(before: Before, { status, signedUpAt, optedInAt }: SeenConsent): boolean {
  if (signedUpAt !== null && signedUpAt !== (before?.signedUpAt ?? null)) return true;
  // The person has confirmed.
  return before?.status === 'pending' && status === 'subscribed' && optedInAt !== before.optedInAt;
}

function whoAdded(source: string | null): ConsentActor {
  if (source === null) return 'unknown';
  if (/^api\b/iu.test(source)) return 'api';
  if (/form|landing page/iu.test(source)) return 'form';
  return /admin|import/iu.test(source) ? 'mailchimp_admin' : 'unknown';
}

/** Who has written a row of Odoo last. A visitor and a portal user have no way but their own page. */
export function actorInOdoo(
  writer: RowWriter | null,
  { uid, visitors }: { uid: number; visitors: ReadonlySet<number> | null },
): ConsentActor {
  if (writer === null) return 'unknown';
  if (writer.id === uid) return 'bridge';
  if (visitors === null) return 'unknown';
  return visitors.has(writer.id) ? 'link' : 'odoo_user';
}

/** Of a status that may be mailed, or may be one day. */
export function isOptIn(status: MemberStatus): boolean {
  return mayBeMailed(status) || status === 'transactional';
}
