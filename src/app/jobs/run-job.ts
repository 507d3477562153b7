import { describeOutcome, type Outcome } from '../../addon/jobs/describe-outcome.js';
import type { Job, JobAction, JobOutcome } from '../../addon/jobs/job.js';
import { consentHolder, isSource, objectType } from '../../objects/registry.js';
import { errorInWords } from '../../support/error-in-words.js';
import { BridgeError } from '../../support/errors.js';
import type { ContactSelection } from '../../sync/contact-selection.js';
import { fetchMembers } from '../../sync/fetch-members.js';
import { pushContacts } from '../../sync/push-contacts.js';
import type { RunSummary } from '../../sync/run/run-summary.js';
import type { AudienceConfig, SyncContext } from '../../sync/sync-context.js';
import { explainPeople } from './explain-people.js';
import { failedOutcome, noAudience, offList, ofMembers, unknownAudience } from './job-outcomes.js';

/**
 * Does what somebody asked in Odoo by the same use cases as the command line (B38), one audience after the other; what
 * stops one audience is told and the next one is done. The record ids were checked in Odoo against what the user may
 * read.
 */
export async function runJob(context: SyncContext, job: Job): Promise<JobOutcome> {
  const { action } = job;
  return action === 'explain' ? explainPeople(context, job) : runWork(context, { ...job, action });
}

interface Work extends Job {
  action: Exclude<JobAction, 'explain'>;
}

async function runWork(context: SyncContext, job: Work): Promise<JobOutcome> {
  const { known, unknown } = audiencesOf(context, job);
  const outcomes: Outcome[] = unknown.map(unknownAudience);
  for (const audience of known) {
    const { outcome, endsAll } = await unlessRefused(context, job, audience);
    outcomes.push(outcome);
    if (endsAll) break;
  }
  if (job.model === consentHolder.model) outcomes.push(await offList(context, known, job.recordIds));
  if (outcomes.length === 0) outcomes.push(noAudience);
  return describeOutcome(isForAll(job) ? ofMembers(outcomes) : outcomes);
}

/** Sources of people are updated wherever they are members; anything else names its audiences. */
const isForAll = ({ action, model, audienceIds }: Job): boolean =>
  action === 'update' && isSource(model) && audienceIds.length === 0;

/** Those asked for, as far as the account file has them. */
export function audiencesOf(
  { config }: Pick<SyncContext, 'config'>,
  job: Job,
): { known: readonly AudienceConfig[]; unknown: string[] } {
  if (isForAll(job)) return { known: config.audiences, unknown: [] };
  const { audienceIds } = job;
  const isConfigured = (id: string): boolean => config.audiences.some((audience) => audience.id === id);
  return {
    known: config.audiences.filter(({ id }) => audienceIds.includes(id)),
    unknown: audienceIds.filter((id) => !isConfigured(id)),
  };
}

const byHand = { dryRun: false, allowLarge: false } as const;

async function runOn(context: SyncContext, job: Work, { id }: AudienceConfig): Promise<RunSummary> {
  const audiences = [id];
  const { action, model, recordIds: ids } = job;
  if (action === 'fetch' || objectType(model) === undefined)
    return only(await fetchMembers(context, { ...byHand, audiences, full: false }));
  // Not every chosen contact is on every mailing list: by domain those that aren't are passed over.
  const selection: ContactSelection = isSource(model)
    ? { by: 'ids', ids }
    : { by: 'domain', domain: [['id', 'in', ids]] };
  return only(await pushContacts(context, action, { ...byHand, model, selection, audiences }));
}

function only([run]: readonly RunSummary[]): RunSummary {
  if (run === undefined) throw new Error('a command on one audience gave no summary');
  return run;
}

/** A server that can't be reached ends the job; anything else concerns one audience. */
async function unlessRefused(
  context: SyncContext,
  job: Work,
  audience: AudienceConfig,
): Promise<{ outcome: Outcome; endsAll: boolean }> {
  try {
    return { outcome: await runOn(context, job, audience), endsAll: false };
  } catch (error) {
    if (context.signal.aborted || !(error instanceof BridgeError)) throw error;
    const known = await context.store.audiences.get(audience.id);
    const name = known?.name ?? `Audience ${audience.id}`;
    return { outcome: failedOutcome(name, errorInWords(error)), endsAll: error.retryable };
  }
}
