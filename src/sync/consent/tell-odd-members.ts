import type { OddMember } from '../../mailchimp/member.js';
import { tallyFailure, type RunTally } from '../run/run-tally.js';

const code = 'mailchimp.odd_member';

/** A row that can't be read says nothing of anybody's consent, and that has to be known (B45); once a run. */
export function tellOddMembers(rows: readonly OddMember[], tally: RunTally): void {
  for (const { id, email, problem } of rows) {
    if (tally.failures.some((failure) => failure.code === code && failure.id === id)) continue;
    const description = `MailChimp shows this member in a form the bridge doesn’t know (${problem}); nothing of it is brought.`;
    tallyFailure(tally, { model: 'member', id, email, name: null, code, description });
  }
}
