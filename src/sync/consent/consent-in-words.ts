import type { ConsentOutcome } from '../../consent/carry-consent.js';
import { statusTaken, type ConsentPlan } from '../../consent/plan-consent.js';
import { consentHolder } from '../../objects/registry.js';
import type { NewJournalRow } from '../../store/journal.js';
import type { PlannedChange } from '../run/run-summary.js';

/** What consent would write for one person, for `--dry-run` (B29): who, what, from → to. */
export function plannedConsent(plan: ConsentPlan): PlannedChange[] {
  const { person, decision, changed } = plan;
  const { email } = person;
  const { optOut } = decision;
  const lines: PlannedChange[] = [];
  if (decision.blacklist)
    lines.push({
      side: 'odoo',
      action: 'blacklist',
      email,
      changes: { blacklisted: { from: false, to: true } },
    });
  if (changed.length > 0)
    lines.push({
      side: 'odoo',
      action: optOut ? 'opt_out' : 'opt_in',
      email,
      changes: { opt_out: { from: !optOut, to: optOut } },
    });
  const status = statusTaken(plan);
  if (status !== null)
    lines.push({
      side: 'mailchimp',
      action: status.to === 'archived' ? 'archive' : 'opt_out',
      email: email.toLowerCase(),
      changes: { status },
    });
  return lines;
}

/** The rows of one person for the journal. */
export function consentJournal(
  audienceId: string,
  { plan, changed, refusals }: ConsentOutcome,
): NewJournalRow[] {
  const { person } = plan;
  const recordId = person.contactId ?? plan.seen.subscriptions[0]?.contactId ?? null;
  const common = { audienceId, model: consentHolder.model, email: person.email, name: null };
  const failed = refusals.map(({ side, contactId, error }): NewJournalRow => ({
    ...common,
    direction: side === 'odoo' ? 'import' : 'export',
    outcome: 'failed',
    recordId: contactId ?? recordId,
    code: error.code,
    description: error.message,
  }));
  if (!changed) return failed;
  const direction = statusTaken(plan) === null ? 'import' : 'export';
  return [{ ...common, direction, outcome: 'updated', recordId, code: null, description: null }];
}
