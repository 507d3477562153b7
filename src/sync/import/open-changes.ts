import type { AudienceRun } from '../sync-context.js';
import { changeQuery, importStreams, storedMark, type ImportStream } from './import-stream.js';
import type { ChangedPage, ImportTask } from './import-task.js';

/** What has changed in MailChimp since the last import, read as far as needed to know how much it is. */
export interface Changes {
  /** The first pages, in the order they are to be worked on. */
  begun: ChangedPage[];
  /** There is no more than that. */
  isWhole: boolean;
  /** Everything, `begun` included; to be read once. */
  all(): AsyncGenerator<ChangedPage>;
  /** Since when, by stream; null is everything. */
  since: { stream: ImportStream; since: Date | null }[];
}

export async function openChanges(run: AudienceRun, { full }: Pick<ImportTask, 'full'>): Promise<Changes> {
  const since = await Promise.all(
    importStreams.map(async (stream) => ({
      stream,
      since: full ? null : await storedMark(run, stream.mark),
    })),
  );
  const opened = since.map((one) => readStream(run, one.stream, one.since));
  const first = await Promise.all(opened.map((pages) => pages.next()));
  const begun = first.flatMap(({ value, done }) => (done === true ? [] : [value]));
  const second = await Promise.all(opened.map((pages) => pages.next()));
  const isWhole = second.every(({ done }) => done === true);
  return {
    begun,
    isWhole,
    since,
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
  run: AudienceRun,
  stream: ImportStream,
  since: Date | null,
): AsyncGenerator<ChangedPage, undefined> {
  const pages = run.mailchimp.members.changed(run.audience.id, changeQuery(run, stream, since));
  const { mark, phase } = stream;
  for await (const { members, odd, totalItems } of pages) {
    run.signal.throwIfAborted();
    yield { members, odd, mark, phase, totalItems };
  }
  return undefined;
}
