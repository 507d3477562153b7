import { openConsentLooks } from '../../consent/consent-looks.js';
import type { SelectedRecord } from '../../odoo/people/select-records.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { consentPass } from '../consent/consent-pass.js';
import { batchSize } from './batch-size.js';
import { checkExportCap } from './check-export-cap.js';
import { consentOfRecords, consentTask } from './consent-of-records.js';
import { countedChanges } from './counted-changes.js';
import type { ExportRequest } from './export-request.js';
import { planRecords, type RecordPlan } from './plan-records.js';
import { pushPlans } from './push-plans.js';

/** Exports records that fit in memory: planned whole, so that the blast cap sees all of it (B28). */
export async function exportRecords(
  run: AudienceRun,
  request: ExportRequest,
  records: readonly SelectedRecord[],
  tally: RunTally,
): Promise<RecordPlan[]> {
  if (records.length === 0) return [];
  const { looks = openConsentLooks() } = request;
  const changed = await consentPass(
    run,
    consentOfRecords(run, request, [records]),
    { ...consentTask(run, request), looks },
    tally,
  );
  const plans = await planRecords(run, request, records, new Set(), looks);
  await checkExportCap(run, request, changed + countedChanges(request, plans));
  const size = batchSize(plans.length, run.config.mailchimp.max_connections);
  await pushPlans(run, request, { plans, batchSize: size }, tally);
  const done = records.length;
  run.progress({
    account: run.config.account,
    audience: run.audience.id,
    phase: 'contacts',
    done,
    total: done,
  });
  return plans;
}
