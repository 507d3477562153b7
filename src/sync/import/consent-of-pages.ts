import type { ConsentPerson } from '../../consent/consent-person.js';
import { tellOddMembers } from '../consent/tell-odd-members.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import type { AudienceRun } from '../sync-context.js';
import type { ChangedPage, ImportTask } from './import-task.js';

/** Whose consent is to be looked at, page by page. */
export async function* consentOfPages(
  run: AudienceRun,
  pages: AsyncIterable<ChangedPage> | Iterable<ChangedPage>,
  { full, interrupted, tally }: Pick<ImportTask, 'full' | 'interrupted' | 'tally'>,
): AsyncGenerator<ConsentPerson[]> {
  for await (const { members, odd } of pages) {
    tellOddMembers(odd, tally);
    yield peopleOfMembers(run, { members, full, interrupted });
  }
}
