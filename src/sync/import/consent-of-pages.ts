import type { ConsentPerson } from '../../consent/plan-consent.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import type { AudienceRun } from '../sync-context.js';
import type { ChangedPage, ImportTask } from './import-task.js';

/** Whose consent is to be looked at, page by page. */
export async function* consentOfPages(
  run: AudienceRun,
  pages: AsyncIterable<ChangedPage> | Iterable<ChangedPage>,
  { full, interrupted }: Pick<ImportTask, 'full' | 'interrupted'>,
): AsyncGenerator<ConsentPerson[]> {
  for await (const { members } of pages) yield peopleOfMembers(run, { members, full, interrupted });
}
