import { noEvidence } from '../core/consent-change.js';
import type { Member } from '../mailchimp/member.js';
import type { MemberEvidence, SeenConsent } from './facts-of.js';

type Dates = Pick<Member, 'status' | 'lastChanged' | 'timestampSignup' | 'timestampOpt'>;

/** What consent reads of a member. */
export function consentOf({ status, lastChanged, timestampSignup, timestampOpt }: Dates): SeenConsent {
  return {
    status,
    lastChanged: msOf(lastChanged) ?? 0,
    signedUpAt: msOf(timestampSignup),
    optedInAt: msOf(timestampOpt),
  };
}

/** What a webhook told of a change. */
export interface WebhookEvidence {
  /** `manual`, `abuse` or `hard`; empty when it gave no reason. */
  reason: string;
  campaign: string | null;
}

/** The same with what MailChimp says of how it came about. */
export function consentShown(member: Member, told: WebhookEvidence | null): SeenConsent {
  return { ...consentOf(member), evidence: evidenceOf(member, told) };
}

function evidenceOf(
  { unsubscribeReason, source, ipOpt, ipSignup }: Member,
  told: WebhookEvidence | null,
): MemberEvidence {
  return {
    ...noEvidence,
    ip: ipSignup ?? ipOpt,
    campaign: told?.campaign ?? null,
    reason: unsubscribeReason ?? (told?.reason || null),
    source,
    told: told?.reason ?? null,
  };
}

function msOf(text: string | null): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : ms;
}
