import { subscriberHash } from '../../mailchimp/subscriber-hash.js';
import type { Member } from '../../mailchimp/member.js';
import type { BridgeError } from '../../support/errors.js';
import { ConfigurationError } from '../../support/errors.js';
import type { SyncContext } from '../sync-context.js';
import type { Forgetting } from './forgetting.js';

/** A member of one of the account's audiences that has the address. */
export interface FoundMember {
  audienceId: string;
  member: Member;
}

/** Asks every audience of the account; one that can't be asked is left. Audiences that aren't configured are told. */
export async function findMembers(context: SyncContext, forgetting: Forgetting): Promise<FoundMember[]> {
  const hash = subscriberHash(forgetting.address);
  const configured = context.config.audiences.map(({ id }) => id);
  const found: FoundMember[] = [];
  const there = await forgetting.attempt(place(null), async () =>
    (await context.mailchimp.audiences.all()).map(({ id }) => id),
  );
  const others = (there ?? []).filter((id) => !configured.includes(id));
  for (const audienceId of [...configured, ...others]) {
    context.signal.throwIfAborted();
    await forgetting.attempt(place(audienceId), async () => {
      // MailChimp gives the same 404 for an audience that isn't there.
      if (there !== null && !there.includes(audienceId)) throw noAudience(audienceId);
      const member = await context.mailchimp.members.get(audienceId, hash);
      if (member === null) return;
      if (configured.includes(audienceId)) found.push({ audienceId, member });
      else forgetting.keep({ ...place(audienceId), id: member.contactId }, 'other_audience');
    });
  }
  return found;
}

/** @returns the members that are gone */
export async function deleteMembers(
  { mailchimp, store, signal }: SyncContext,
  members: readonly FoundMember[],
  forgetting: Forgetting & { runId: number },
): Promise<FoundMember[]> {
  const gone: FoundMember[] = [];
  for (const { audienceId, member } of members) {
    signal.throwIfAborted();
    await forgetting.attempt({ ...place(audienceId), id: member.contactId }, async () => {
      // By MailChimp's clock: whoever signs up later than this is a new person.
      const since = new Map([[audienceId, new Date(member.lastChanged)]]);
      await store.forgotten.remember(forgetting.address, { since, runId: forgetting.runId });
      await mailchimp.members.deletePermanently(audienceId, member.id);
      gone.push({ audienceId, member });
    });
  }
  return gone;
}

export const place = (audience: string | null) =>
  ({ side: 'mailchimp', audience, model: 'member', id: null }) as const;

function noAudience(audienceId: string): BridgeError {
  return new ConfigurationError(`MailChimp has no audience ${audienceId}`, {
    code: 'mailchimp.audience_not_found',
    hint: 'Check audiences: in the account file; odoo-mailchimp audiences list shows what there is.',
  });
}
