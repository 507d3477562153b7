import type { ConsentPerson } from '../../consent/consent-person.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { ConsentTask } from '../consent/consent-pass.js';
import { peopleOfBindings } from '../consent/consent-people.js';
import type { AudienceRun } from '../sync-context.js';
import type { ExportRequest } from './export-request.js';
import { bindingsOfSelected, type AddressedRecord } from './read-selected.js';

/** Whose consent is to be looked at before anything of the selected records is sent (B25). */
export async function* consentOfRecords(
  run: AudienceRun,
  { model, looks }: Pick<ExportRequest, 'model' | 'looks'>,
  pages: AsyncIterable<readonly SelectedRecord[]> | Iterable<readonly SelectedRecord[]>,
): AsyncGenerator<ConsentPerson[]> {
  for await (const records of pages) {
    const addressed = records.filter((record): record is AddressedRecord => record.address !== null);
    const bindings = await bindingsOfSelected(run, model, addressed);
    const others = bindings.filter(({ memberId }) => looks?.knows(memberId) !== true);
    yield peopleOfBindings(run, others, new Set());
  }
}

export function consentTask({ config }: AudienceRun, { runId }: Pick<ExportRequest, 'runId'>): ConsentTask {
  return { runId, mayOptIn: config.member_options.auto_sync_member };
}
