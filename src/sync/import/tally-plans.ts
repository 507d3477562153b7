import { consentHolder } from '../../objects/registry.js';
import type { NewJournalRow } from '../../store/journal.js';
import { outcomeWithConsent, tallyFailure, tallySkip, type RunTally } from '../run-tally.js';
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
    const row = { ...journalRow(run, plan), recordId };
    const failure = refused.get(plan) ?? unfitValue(plan);
    warnOfDuplicates(plan, tally);
    if (failure !== null) return [tallyRefusal(row, failure, plan, tally)];
    const outcome = tallyDone(plan, tally);
    return outcome === 'created' || outcome === 'updated' ? [{ ...row, outcome }] : [];
  });
}

/** The same for a dry run: what would be done. */
export function tallyPlanned(plans: readonly MemberPlan[], tally: RunTally): void {
  for (const plan of plans) {
    tallyDone(plan, tally);
    warnOfDuplicates(plan, tally);
    tally.plan.push(...plannedChanges(plan));
  }
}

type Done = 'created' | 'updated' | 'unchanged' | 'skipped';

/** What the data came to; counted together with the person's consent. */
function tallyDone(plan: MemberPlan, tally: RunTally): Done {
  const outcome = outcomeOf(plan);
  const counted = outcomeWithConsent(tally, plan.member.memberId, outcome);
  if (counted === 'skipped') tallySkip(tally, plan.skipped ?? '');
  else if (counted !== 'refused') tally.totals[counted] += 1;
  return outcome;
}

function outcomeOf(plan: MemberPlan): Done {
  if (plan.skipped !== null) return 'skipped';
  if (plan.person.contact === null) return 'created';
  return changesOdoo(plan) ? 'updated' : 'unchanged';
}

type Reason = Pick<NewJournalRow, 'code'> & { message: string };

/** Values Odoo has no form for: all else of the member has been brought. */
function unfitValue({ unfit }: MemberPlan): Reason | null {
  if (unfit.size === 0) return null;
  return { code: 'mapping.value', message: [...unfit.values()].join('; ') };
}

function tallyRefusal(
  row: NewJournalRow,
  { code, message }: Reason,
  { member: { memberId } }: MemberPlan,
  tally: RunTally,
): NewJournalRow {
  const { model, recordId: id, email, name } = row;
  tally.consented.delete(memberId);
  // One person fails once.
  if (tally.refused.has(memberId)) return { ...row, outcome: 'failed', code, description: message };
  tallyFailure(tally, { model, id, email, name, code: code ?? '', description: message });
  return { ...row, outcome: 'failed', code, description: message };
}

/** B15: further contacts of the address are told, never merged or deleted. */
function warnOfDuplicates({ member, person, skipped }: MemberPlan, tally: RunTally): void {
  if (person.otherContacts.length === 0 || skipped !== null) return;
  const others = person.otherContacts.join(', ');
  const description = `mailing contact ${person.contact?.id ?? ''} is used; ${others} have the same address`;
  tally.warnings.push({ code: 'duplicate_contacts', email: member.email, description });
}

function journalRow({ audience }: AudienceRun, { member }: MemberPlan): NewJournalRow {
  return {
    audienceId: audience.id,
    direction: 'import',
    outcome: 'updated',
    model: consentHolder.model,
    recordId: null,
    email: member.email,
    name: member.fullName || null,
    code: null,
    description: null,
  };
}
