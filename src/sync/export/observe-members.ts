import type { Member } from '../../mailchimp/member.js';
import type { Binding } from '../../store/binding.js';
import { seenMember } from '../people/seen-member.js';
import { importStreams, storedMark, type ImportStream } from '../import/import-stream.js';
import type { AudienceRun } from '../sync-context.js';

/**
 * Learns every member's status before anything is pushed, from the change query alone: an export must know who
 * is archived or unsubscribed (B24), and the batch endpoint would revive an archived member without a word
 * (mailchimp-api §5.3). Touches neither Odoo nor MailChimp; what the import still has to bring stays due.
 */
export async function observeMembers(run: AudienceRun): Promise<void> {
  await Promise.all(importStreams.map((stream) => observeStream(run, stream)));
}

async function observeStream(run: AudienceRun, stream: ImportStream): Promise<void> {
  const observed = { ...stream, mark: `${stream.mark}.observed` };
  const marks = await Promise.all([storedMark(run, stream), storedMark(run, observed)]);
  const since = marks.reduce((latest, mark) =>
    latest === null || (mark !== null && mark > latest) ? mark : latest,
  );
  const pages = run.mailchimp.members.changed(run.audience.id, {
    ...(since === null ? {} : { since }),
    ...(stream.status === null ? {} : { status: stream.status }),
  });
  for await (const { members } of pages) {
    run.signal.throwIfAborted();
    await recordSeen(run, members, observed.mark);
  }
}

async function recordSeen(run: AudienceRun, members: readonly Member[], mark: string): Promise<void> {
  const reached = members.at(-1)?.lastChanged;
  if (reached === undefined) return;
  const ids = members.map(({ contactId }) => contactId);
  await run.store.transaction(async (store) => {
    const known = new Map(
      (await store.bindings.byMembers(run.audience.id, ids)).map((row) => [row.memberId, row]),
    );
    const seen = members.flatMap((member): Binding[] => {
      const binding = known.get(member.contactId);
      const same = binding?.status === member.status && binding.subscriberHash === member.id;
      return same ? [] : [seenMember(run.audience.id, member, binding)];
    });
    await store.bindings.save(seen);
    await store.marks.set(run.audience.id, mark, reached);
  });
}
