import { describeOutcome, type Outcome } from '../../addon/jobs/describe-outcome.js';
import type { Job, JobAction, JobOutcome } from '../../addon/jobs/job.js';
import { consentHolder, isSource, objectType } from '../../objects/registry.js';
import { errorInWords } from '../../support/error-in-words.js';
import { BridgeError } from '../../support/errors.js';
import type { ContactSelection } from '../../sync/contact-selection.js';
import { fetchMembers } from '../../sync/fetch-members.js';
import { pushContacts } from '../../sync/push-contacts.js';
import { type RunSummary, emptyTotals } from '../../sync/run/run-summary.js';
import type { AudienceConfig, SyncContext } from '../../sync/sync-context.js';
import { explainPeople } from './explain-people.js';
import { countRecords } from '../../odoo/records/count-records.js';

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

/** Something that failed as a whole, for every record alike. @param name what it is about */
function failedOutcome(name: string, description: string): Outcome {
  const failure = { name, email: null, description };
  return { totals: { ...emptyTotals(), failed: 1 }, failures: [failure], skipped: {} };
}

const unknownAudience = (id: string): Outcome =>
  failedOutcome(`Audience ${id}`, 'it is not in the account file of the bridge (any more).');

const noAudience: Outcome = failedOutcome(
  'No audience',
  'the audience asked for is no longer in Odoo; ask again and choose another.',
);

/** Contacts that are on none of the audiences' mailing lists, and so went nowhere. */
async function offList(
  { odoo, store }: SyncContext,
  audiences: readonly AudienceConfig[],
  contactIds: readonly number[],
): Promise<Outcome> {
  const known = await Promise.all(audiences.map(({ id }) => store.audiences.get(id)));
  const listIds = known.flatMap((audience) => audience?.mailingListId ?? []);
  const domain = [
    ['id', 'in', contactIds],
    ['list_ids', 'in', listIds],
  ];
  const on = await countRecords(odoo.transport, consentHolder.model, domain);
  const off = contactIds.length - on;
  const totals = { ...emptyTotals(), skipped: off };
  return { totals, failures: [], skipped: off === 0 ? {} : { on_no_mailchimp_list: off } };
}

/**
 * Of an update that goes to every audience a record is a member of: that it is none of the others is no news, unless it
 * is a member of none.
 */
function ofMembers(outcomes: readonly Outcome[]): Outcome[] {
  const isAnywhere = outcomes.some(({ totals }) => totals.created + totals.updated + totals.unchanged > 0);
  if (!isAnywhere) return [...outcomes];
  return outcomes.map(({ totals, failures, skipped }) => {
    const { not_a_member: strangers = 0, ...others } = skipped;
    return { totals: { ...totals, skipped: totals.skipped - strangers }, failures, skipped: others };
  });
}
