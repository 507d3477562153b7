import type { Member } from '../mailchimp/member.js';
import type { SeenConsent } from './facts-of.js';

/** What consent reads of a member. */
export function consentOf({
  status,
  lastChanged,
  timestampSignup,
  timestampOpt,
}: Pick<Member, 'status' | 'lastChanged' | 'timestampSignup' | 'timestampOpt'>): SeenConsent {
  return {
    status,
    lastChanged: msOf(lastChanged) ?? 0,
    signedUpAt: msOf(timestampSignup),
    optedInAt: msOf(timestampOpt),
  };
}

function msOf(text: string | null): number | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : ms;
}
