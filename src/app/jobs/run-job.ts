import { describeOutcome, type Outcome } from '../../addon/jobs/describe-outcome.js';
import type { Job, JobOutcome } from '../../addon/jobs/job.js';
import { BridgeError } from '../../support/errors.js';
import type { ContactSelection } from '../../sync/contact-selection.js';
import { showAudiences } from '../../sync/face/show-audiences.js';
import { fetchMembers } from '../../sync/fetch-members.js';
import { pushContacts } from '../../sync/push-contacts.js';
import type { RunSummary } from '../../sync/run-summary.js';
import type { AudienceConfig, SyncContext } from '../../sync/sync-context.js';
import { failedOutcome, offList, ofMembers, unknownAudience } from './job-outcomes.js';

/**
 * Does what somebody asked in Odoo by the same use cases as the command line (B38), one audience after the other; what
 * stops one audience is told and the next one is done. The record ids were checked in Odoo against what the user may
 * read.
 */
export async function runJob(context: SyncContext, job: Job): Promise<JobOutcome> {
  const { known, unknown } = audiencesOf(context, job);
  const outcomes: Outcome[] = unknown.map(unknownAudience);
  for (const audience of known) {
    const outcome = await unlessRefused(context, () => runOn(context, job, audience));
    outcomes.push(outcome.outcome);
    if (outcome.endsAll) break;
  }
  if (job.model === 'mailing.contact') outcomes.push(await offList(context, known, job.recordIds));
  await showCounters(context, job, known);
  return describeOutcome(job.audienceIds.length === 0 ? ofMembers(outcomes) : outcomes);
}

/** Those asked for, as far as the account file has them; none asked for are all of it (update of customers). */
function audiencesOf({ config }: SyncContext, { audienceIds }: Job) {
  if (audienceIds.length === 0) return { known: config.audiences, unknown: [] };
  const isConfigured = (id: string): boolean => config.audiences.some((audience) => audience.id === id);
  return {
    known: config.audiences.filter(({ id }) => audienceIds.includes(id)),
    unknown: audienceIds.filter((id) => !isConfigured(id)),
  };
}

const byHand = { dryRun: false, allowLarge: false } as const;

function runOn(context: SyncContext, job: Job, { id }: AudienceConfig): Promise<RunSummary[]> {
  const audiences = [id];
  const { action, model, recordIds: ids } = job;
  if (action === 'fetch' || (model !== 'res.partner' && model !== 'mailing.contact'))
    return fetchMembers(context, { ...byHand, audiences, full: false });
  // Not every chosen contact is on every mailing list: by domain those that aren't are passed over.
  const selection: ContactSelection =
    model === 'res.partner' ? { by: 'ids', ids } : { by: 'domain', domain: [['id', 'in', ids]] };
  return pushContacts(context, action, { ...byHand, model, selection, audiences });
}

/** A server that can't be reached ends the job; anything else concerns one audience. */
async function unlessRefused(
  { signal }: SyncContext,
  work: () => Promise<RunSummary[]>,
): Promise<{ outcome: Outcome; endsAll: boolean }> {
  try {
    const [run] = await work();
    return { outcome: run ?? failedOutcome('Nothing was done'), endsAll: false };
  } catch (error) {
    if (signal.aborted || !(error instanceof BridgeError)) throw error;
    return {
      outcome: failedOutcome(`${error.message}. ${error.hint ?? ''}`.trim()),
      endsAll: error.retryable,
    };
  }
}

async function showCounters(
  context: SyncContext,
  { action }: Job,
  audiences: readonly AudienceConfig[],
): Promise<void> {
  const face = await context.face();
  const fetched = action === 'fetch' ? audiences.map(({ id }) => id) : [];
  if (face !== null) await showAudiences(context, face, { audiences, fetched });
}
