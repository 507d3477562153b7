import { isMemberRefusal, noAnswer } from '../mailchimp/member-refusal.js';
import { byEmail } from '../mailchimp/by-email.js';
import { chunk } from '../support/chunk.js';
import type { BridgeError } from '../support/errors.js';
import { consentOf } from './consent-of.js';
import type { ConsentRun } from './consent-run.js';
import { decided } from './decided.js';
import type { SeenConsent } from './facts-of.js';

/** What MailChimp said to one unsubscription. */
export type Told = { answer: SeenConsent } | { error: BridgeError };

type MailchimpRun = Pick<ConsentRun, 'mailchimp' | 'audienceId'>;

interface Leaver {
  hash: string;
  email: string;
}

/** MailChimp takes as many in one call (docs/mailchimp-api.md §5.3). */
const batchSize = 500;
const status = decided('unsubscribed');

/** Unsubscribes members. A refusal is told, member by member; any other failure ends the run. */
export async function unsubscribe<Member extends Leaver>(
  run: MailchimpRun,
  members: readonly Member[],
): Promise<Map<Member, Told>> {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return new Map([[only, await unsubscribeOne(run, only)]]);
  const told = new Map<Member, Told>();
  await Promise.all(
    chunk(members, batchSize).map(async (some) => {
      for (const [member, answer] of await unsubscribeSome(run, some)) told.set(member, answer);
    }),
  );
  return told;
}

async function unsubscribeOne({ mailchimp, audienceId }: MailchimpRun, { hash }: Leaver): Promise<Told> {
  try {
    // A required merge field that is missing must not keep an opt-out back (B25).
    const member = await mailchimp.members.patch(audienceId, hash, { status }, { skipMergeValidation: true });
    return { answer: consentOf(member) };
  } catch (error) {
    if (isMemberRefusal(error)) return { error };
    throw error;
  }
}

async function unsubscribeSome<Member extends Leaver>(
  { mailchimp, audienceId }: MailchimpRun,
  members: readonly Member[],
): Promise<[Member, Told][]> {
  const writes = members.map(({ email }) => ({ email, status }));
  const options = { updateExisting: true, skipMergeValidation: true };
  const outcome = await mailchimp.members.batchSubscribe(audienceId, writes, options);
  const answers = byEmail([...outcome.created, ...outcome.updated]);
  const errors = byEmail(outcome.errors);
  return members.map((one): [Member, Told] => {
    const email = one.email.toLowerCase();
    const member = answers.get(email);
    if (member !== undefined) return [one, { answer: consentOf(member) }];
    return [one, { error: errors.get(email)?.error ?? noAnswer() }];
  });
}
