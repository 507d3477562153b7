import { fingerprint } from '../../core/fingerprint.js';
import type { MemberExtra } from '../../mailchimp/member.js';
import type { ChangedOptions } from '../../mailchimp/members.js';
import type { AudienceRun } from '../sync-context.js';

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
export async function storedMark({ store, audience }: AudienceRun, name: string): Promise<Date | null> {
  const mark = await store.marks.get(audience.id, name);
  return mark === null ? null : new Date(Date.parse(mark) - overlapMs);
}

/** The change query of a stream. */
export function changeQuery(run: AudienceRun, stream: ImportStream, since: Date | null): ChangedOptions {
  return {
    ...(since === null ? {} : { since }),
    ...(stream.status === null ? {} : { status: stream.status }),
    extras: extrasOf(run),
    signal: run.signal,
  };
}

export function extrasOf({ names }: AudienceRun): MemberExtra[] {
  const extras: MemberExtra[] = [];
  if (names.interestIds.length > 0) extras.push('interests');
  if (names.permissionIds.length > 0) extras.push('marketing_permissions');
  return extras;
}

const mappingMark = 'mapping';

/**
 * Everything is read again when the mapping has changed since: no change in MailChimp would bring up the members a new
 * line concerns.
 */
export async function forgetMarksOfOldMapping(run: AudienceRun): Promise<void> {
  const { audience, store, dryRun } = run;
  const { merge_fields: mergeFields, interests, marketing_permissions: permissions, tags } = audience;
  const current = fingerprint({ mergeFields, interests, permissions, tags });
  if (dryRun || (await store.marks.get(audience.id, mappingMark)) === current) return;
  await store.transaction(async (inside) => {
    const names = importStreams.flatMap((stream) => [stream.mark, observedMark(stream)]);
    await inside.marks.clear(audience.id, names);
    await inside.marks.set(audience.id, mappingMark, current);
  });
}
