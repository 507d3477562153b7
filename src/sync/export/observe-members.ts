import type { Binding } from '../../store/binding.js';
import {
  changeQuery,
  importStreams,
  observedMark,
  storedMark,
  type ImportStream,
} from '../import/import-stream.js';
import { memberFingerprint } from '../import/member-fingerprint.js';
import { readBindings } from '../import/read-bindings.js';
import { seeMembers } from '../people/see-members.js';
import { bindingOf, memberOf, type SeenMember } from '../people/seen-member.js';
import type { AudienceRun } from '../sync-context.js';

/**
 * Learns every member before anything is pushed, from the change query alone: an export must know who is archived or
 * unsubscribed (B24), and the batch endpoint would revive an archived member without a word (mailchimp-api §5.3).
 * Touches neither Odoo nor MailChimp; what the import still has to bring stays due.
 */
export async function observeMembers(run: AudienceRun): Promise<void> {
  await Promise.all(importStreams.map((stream) => observeStream(run, stream)));
}

async function observeStream(run: AudienceRun, stream: ImportStream): Promise<void> {
  const mark = observedMark(stream);
  const marks = await Promise.all([storedMark(run, stream.mark), storedMark(run, mark)]);
  const since = marks.reduce((latest, one) =>
    latest === null || (one !== null && one > latest) ? one : latest,
  );
  const pages = run.mailchimp.members.changed(run.audience.id, changeQuery(run, stream, since));
  for await (const { members } of pages) {
    run.signal.throwIfAborted();
    await recordSeen(run, await seeMembers(run, members), mark);
  }
}

async function recordSeen(run: AudienceRun, members: readonly SeenMember[], mark: string): Promise<void> {
  const reached = members.at(-1)?.lastChanged;
  if (reached === undefined) return;
  await run.store.transaction(async (store) => {
    const { bindings, formerIds } = await readBindings({ ...run, store }, members);
    const seen = members.flatMap((member): Binding[] => {
      const binding = bindings.get(member.memberId);
      return binding !== undefined && isSame(run, binding, member)
        ? []
        : [bindingOf(run.audience.id, member, binding)];
    });
    await store.bindings.remove(run.audience.id, formerIds);
    await store.bindings.save(seen);
    await store.marks.set(run.audience.id, mark, reached);
  });
}

function isSame({ audience }: AudienceRun, binding: Binding, member: SeenMember): boolean {
  return memberFingerprint(memberOf(binding), audience) === memberFingerprint(member, audience);
}
