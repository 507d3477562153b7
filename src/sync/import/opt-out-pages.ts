import { seeMembers } from '../people/see-members.js';
import type { AudienceRun } from '../sync-context.js';
import { extrasOf } from './import-stream.js';
import type { ChangedPage } from './import-task.js';
import type { Changes } from './open-changes.js';

/** Who has unsubscribed and whose address has bounced since the last import; who was archived comes first anyway. */
export async function* optOutPages(run: AudienceRun, { since }: Changes): AsyncGenerator<ChangedPage> {
  const mark = since.find(({ stream }) => stream.status === null)?.since ?? null;
  const common = { extras: extrasOf(run), signal: run.signal };
  const queries = [
    { ...common, status: 'unsubscribed', ...(mark === null ? {} : { unsubscribedSince: mark }) },
    { ...common, status: 'cleaned', ...(mark === null ? {} : { since: mark }) },
  ] as const;
  for (const query of queries) {
    for await (const { members, totalItems } of run.mailchimp.members.changed(run.audience.id, query)) {
      run.signal.throwIfAborted();
      yield {
        members: await seeMembers(run, members),
        mark: null,
        phase: `${query.status} members`,
        totalItems,
      };
    }
  }
}
