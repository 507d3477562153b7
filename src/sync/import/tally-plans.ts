import type { NewJournalRow } from '../../store/journal.js';
import type { RecordError } from '../../support/errors.js';
import { tallyFailure, tallySkip, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import type { Applied } from './apply-plans.js';
import { changesOdoo, type MemberPlan } from './plan-member.js';
import { plannedChanges } from './planned-changes.js';

/** Counts what became of the plans; the rows of those that changed something or failed, for the journal. */
export function tallyPlans(
  run: AudienceRun,
  plans: readonly MemberPlan[],
  applied: Applied,
  tally: RunTally,
): NewJournalRow[] {
  const refused = new Map(applied.refused.map(({ item, error }) => [item, error]));
  return plans.flatMap((plan): NewJournalRow[] => {
    const recordId = applied.contactIds.get(plan) ?? null;
    const error = refused.get(plan);
    if (error !== undefined) return [tallyRefusal(run, { plan, recordId, error }, tally)];
    const outcome = tallyDone(plan, tally);
    return outcome === 'created' || outcome === 'updated'
      ? [journalRow(run, plan, { outcome, recordId })]
      : [];
  });
}

/** The same for a dry run: what would be done. */
export function tallyPlanned(plans: readonly MemberPlan[], tally: RunTally): void {
  for (const plan of plans) {
    tallyDone(plan, tally);
    tally.plan.push(...plannedChanges(plan));
  }
}

function tallyDone(plan: MemberPlan, tally: RunTally): 'created' | 'updated' | 'unchanged' | 'skipped' {
  if (plan.skipped !== null) {
    tallySkip(tally, plan.skipped);
    return 'skipped';
  }
  const outcome = plan.contact === null ? 'created' : changesOdoo(plan) ? 'updated' : 'unchanged';
  tally.totals[outcome] += 1;
  return outcome;
}

function tallyRefusal(
  run: AudienceRun,
  { plan, recordId, error }: { plan: MemberPlan; recordId: number | null; error: RecordError },
  tally: RunTally,
): NewJournalRow {
  const row = journalRow(run, plan, { outcome: 'failed', recordId });
  const { code, message: description } = error;
  tallyFailure(tally, {
    model: row.model,
    id: recordId,
    email: row.email,
    name: row.name,
    code,
    description,
  });
  return { ...row, code, description };
}

function journalRow(
  { audience }: AudienceRun,
  { member }: MemberPlan,
  result: Pick<NewJournalRow, 'outcome' | 'recordId'>,
): NewJournalRow {
  return {
    audienceId: audience.id,
    direction: 'import',
    model: 'mailing.contact',
    email: member.email,
    name: member.fullName || null,
    code: null,
    description: null,
    ...result,
  };
}
