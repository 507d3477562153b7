import type { ConsentPerson } from '../../consent/consent-person.js';
import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import { consentPass } from '../consent/consent-pass.js';
import { tellOddMembers } from '../consent/tell-odd-members.js';
import {
  changeQuery,
  importStreams,
  observedMark,
  storedMark,
  type ImportStream,
} from '../import/changes.js';
import { memberFingerprint } from '../import/member-fingerprint.js';
import { readBindings } from '../import/read-known.js';
import { forgottenMembers } from '../people/forgotten-members.js';
import { seeMembers } from '../people/see-members.js';
import { bindingOf, memberOf, type SeenMember } from '../people/seen-member.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';

/**
 * Learns every member before anything is pushed, from the change query alone: an export must know who is archived or
 * unsubscribed (B24), and the batch endpoint would revive an archived member without a word (mailchimp-api §5.3). Their
 * consent is brought to Odoo (B45); all else that the import has to bring stays due.
 */
export async function observeMembers(run: AudienceRun): Promise<void> {
  const reached = new Map<string, string>();
  const mayOptIn = run.config.member_options.auto_sync_member;
  await consentPass(run, observed(run, reached), { mayOptIn });
  // An opt-in that is not in the plan that is applied has been left, and is to come up again (B53).
  if (reached.size === 0 || run.guard !== null) return;
  await run.store.transaction(async ({ marks }) => {
    for (const [mark, lastChanged] of reached) await marks.set(run.audience.id, mark, lastChanged);
  });
}

/** Both change queries at a time; how far they reach is written down when the consent of all has been brought. */
async function* observed(run: AudienceRun, reached: Map<string, string>): AsyncGenerator<ConsentPerson[]> {
  const streams = await Promise.all(importStreams.map(async (stream) => openStream(run, stream)));
  const first = await Promise.all(streams.map(({ pages }) => pages.next()));
  for (const [index, { pages, mark }] of streams.entries()) {
    for (let page = first[index]; page?.done === false; page = await pages.next()) {
      const { members, odd } = page.value;
      tellOddMembers(odd, run.tally);
      run.signal.throwIfAborted();
      await recordSeen(run, members);
      const lastChanged = members.at(-1)?.lastChanged;
      if (lastChanged !== undefined) reached.set(mark, lastChanged);
      yield peopleOfMembers(run, { members, full: false, interrupted: run.interrupted });
    }
  }
}

async function openStream(run: OpenAudience, stream: ImportStream) {
  const mark = observedMark(stream);
  const marks = await Promise.all([storedMark(run, stream.mark), storedMark(run, mark)]);
  const since = marks.reduce((latest, one) =>
    latest === null || (one !== null && one > latest) ? one : latest,
  );
  return { mark, pages: run.mailchimp.members.changed(run.audience.id, changeQuery(run, stream, since)) };
}

async function recordSeen(run: OpenAudience, raw: readonly Member[]): Promise<void> {
  if (raw.length === 0) return;
  const members = await seeMembers(run, raw);
  const forgotten = await forgottenMembers(run, members);
  await run.store.transaction(async (store) => {
    const { bindings, formerIds } = await readBindings({ ...run, store }, members);
    const seen = members.flatMap((member): Binding[] => {
      if (forgotten.has(member.memberId)) return [];
      const binding = bindings.get(member.memberId);
      return binding !== undefined && isSame(run, binding, member)
        ? []
        : [bindingOf(run.audience.id, member, binding)];
    });
    await store.bindings.remove(run.audience.id, formerIds);
    await store.bindings.save(seen);
  });
}

function isSame({ audience }: OpenAudience, binding: Binding, member: SeenMember): boolean {
  return memberFingerprint(memberOf(binding), audience) === memberFingerprint(member, audience);
}
