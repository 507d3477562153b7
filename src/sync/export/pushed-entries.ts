import { consentOf } from '../../consent/consent-of.js';
import { pushedEntry } from '../../consent/pushed-entry.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import { seenPerson } from '../people/person-consent.js';
import type { AudienceRun } from '../sync-context.js';
import type { PushResult } from './export-item.js';

/** What consent is to know of the members whose status an export has set; an ordinary update sets none (B26). */
export function pushedEntries({ audience }: AudienceRun, results: readonly PushResult[]): KeptEntry[] {
  return results.flatMap((result) => {
    if (!('member' in result)) return [];
    const { known, consent } = result.item.plan;
    if (consent.action === 'update') return [];
    const { member } = result;
    const pushed = {
      audienceId: audience.id,
      memberId: member.contactId,
      seen: seenPerson(known),
      before: known.entry,
      answer: consentOf(member),
    };
    return pushedEntry(pushed) ?? [];
  });
}
