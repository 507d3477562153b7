import type { AudienceRun } from '../sync-context.js';

/** One change query; MailChimp shows archived members only when asked for them (mailchimp-api §5.4). */
export interface ImportStream {
  status: 'archived' | null;
  /** Name of the mark in the store: `last_changed` of the last member Odoo has committed. */
  mark: string;
  phase: string;
}

export const importStreams: readonly ImportStream[] = [
  { status: null, mark: 'import', phase: 'members' },
  { status: 'archived', mark: 'import.archived', phase: 'archived members' },
];

/** `last_changed` has whole seconds and MailChimp's servers their own clocks: go back a little (B14). */
const overlapMs = 60_000;

/** Since when to ask for changes; null when this audience has never been imported. */
export async function storedMark(
  { store, audience }: AudienceRun,
  stream: ImportStream,
): Promise<Date | null> {
  const mark = await store.marks.get(audience.id, stream.mark);
  return mark === null ? null : new Date(Date.parse(mark) - overlapMs);
}
