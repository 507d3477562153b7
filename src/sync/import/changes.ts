import { fingerprint } from '../../core/fingerprint.js';
import type { Member, MemberExtra, OddMember } from '../../mailchimp/member.js';
import type { ChangedOptions } from '../../mailchimp/members.js';
import type { OpenAudience } from '../run/audience-run.js';

/** One change query; MailChimp shows archived members only when asked for them (mailchimp-api §5.4). */
export interface ImportStream {
  status: 'archived' | null;
  /** Name of the mark in the store: `last_changed` of the last member Odoo has committed. */
  mark: string;
  phase: string;
}

/** The archived first: they are opt-outs, and those go before everything else (B25). */
export const importStreams: readonly ImportStream[] = [
  { status: 'archived', mark: 'import/archived', phase: 'archived members' },
  { status: null, mark: 'import', phase: 'members' },
];

/** The mark of what an export has seen, which may be ahead of what was imported. */
export const observedMark = ({ mark }: ImportStream): string => `${mark}/observed`;

/** A change may be listed minutes after another one that came later (mailchimp-api §5.4): go back so far (B14). */
const overlapMs = 15 * 60_000;

/** Since when to ask for changes; null when this audience has never been imported. */
export async function storedMark({ store, audience }: OpenAudience, name: string): Promise<Date | null> {
  const mark = await store.marks.get(audience.id, name);
  return mark === null ? null : new Date(Date.parse(mark) - overlapMs);
}

/** The change query of a stream. */
export function changeQuery(open: OpenAudience, stream: ImportStream, since: Date | null): ChangedOptions {
  return {
    ...(since === null ? {} : { since }),
    ...(stream.status === null ? {} : { status: stream.status }),
    extras: extrasOf(open),
    signal: open.signal,
  };
}

function extrasOf({ names }: OpenAudience): MemberExtra[] {
  const extras: MemberExtra[] = [];
  if (names.interestIds.length > 0) extras.push('interests');
  if (names.permissionIds.length > 0) extras.push('marketing_permissions');
  return extras;
}

/** Members of a change query, in its order. */
export interface ChangedPage {
  members: readonly Member[];
  /** Rows that can't be read. */
  odd: readonly OddMember[];
  /** Name of the mark to be moved to the last member's change, if any. */
  mark: string | null;
  phase: string;
  totalItems: number;
}

/** What has changed in MailChimp since the last import, read as far as needed to know how much it is. */
export interface Changes {
  /** The first pages, in the order they are to be worked on. */
  begun: ChangedPage[];
  /** There is no more than that. */
  isWhole: boolean;
  /** Everything, `begun` included; to be read once. */
  all(): AsyncGenerator<ChangedPage>;
}

/** @param options.full everything, not only what changed since the last run (B14) */
export async function openChanges(open: OpenAudience, { full }: { full: boolean }): Promise<Changes> {
  const opened = await Promise.all(
    importStreams.map(async (stream) =>
      readStream(open, stream, full ? null : await storedMark(open, stream.mark)),
    ),
  );
  const first = await Promise.all(opened.map((pages) => pages.next()));
  const begun = first.flatMap(({ value, done }) => (done === true ? [] : [value]));
  const second = await Promise.all(opened.map((pages) => pages.next()));
  return {
    begun,
    isWhole: second.every(({ done }) => done === true),
    async *all() {
      for (const [index, pages] of opened.entries()) {
        for (const read of [first[index], second[index]]) if (read?.done === false) yield read.value;
        yield* pages;
      }
    },
  };
}

/** The pages of one stream from the beginning. */
async function* readStream(
  open: OpenAudience,
  stream: ImportStream,
  since: Date | null,
): AsyncGenerator<ChangedPage, undefined> {
  const pages = open.mailchimp.members.changed(open.audience.id, changeQuery(open, stream, since));
  const { mark, phase } = stream;
  for await (const { members, odd, totalItems } of pages) {
    open.signal.throwIfAborted();
    yield { members, odd, mark, phase, totalItems };
  }
  return undefined;
}

const mappingMark = 'mapping';

/**
 * Everything is read again when the mapping has changed since: no change in MailChimp would bring up the members a new
 * line concerns.
 */
export async function forgetMarksOfOldMapping({ audience, store }: OpenAudience): Promise<void> {
  const { merge_fields: mergeFields, interests, marketing_permissions: permissions, tags } = audience;
  const current = fingerprint({ mergeFields, interests, permissions, tags });
  if ((await store.marks.get(audience.id, mappingMark)) === current) return;
  await store.transaction(async (inside) => {
    const names = importStreams.flatMap((stream) => [stream.mark, observedMark(stream)]);
    await inside.marks.clear(audience.id, names);
    await inside.marks.set(audience.id, mappingMark, current);
  });
}
