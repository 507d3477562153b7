import type { AutoExport } from '../../store/auto-exports.js';
import type { Binding } from '../../store/binding.js';
import type { ExportFailure } from '../../store/export-failures.js';
import type { NewJournalRow } from '../../store/journal.js';
import { showBindings } from '../addon/show-bindings.js';
import { retryAt } from '../retry-pause.js';
import { outcomeWithConsent, tallyFailure, tallySkip, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { pushedEntries } from './pushed-entries.js';
import type { PushResult } from './export-item.js';
import type { ExportRequest } from './export-request.js';
import type { RecordPlan } from './plan-records.js';
import { pushedBinding, unchangedBinding } from './pushed-binding.js';

/** What became of one record. */
export interface Outcome {
  planned: RecordPlan;
  /** Of what was sent for it, if anything was. */
  result: PushResult | null;
}

/** Writes down what MailChimp has confirmed: bindings, failures and journal in one transaction, then the counts. */
export async function recordOutcomes(
  run: AudienceRun,
  request: ExportRequest,
  outcomes: readonly Outcome[],
  tally: RunTally,
): Promise<void> {
  if (!run.dryRun) await store(run, request, outcomes);
  for (const outcome of outcomes) tallyOutcome(request, outcome, tally);
}

async function store(run: AudienceRun, request: ExportRequest, outcomes: readonly Outcome[]): Promise<void> {
  const bindings = outcomes
    .flatMap((outcome) => bindingOf(run, outcome) ?? [])
    .map((binding) => (request.isRule === true ? { ...binding, tagsOff: false } : binding));
  const results = outcomes.flatMap(({ result }) => result ?? []);
  const rows = outcomes.flatMap((outcome) => journalRow(run, request, outcome) ?? []);
  const failures = outcomes.flatMap((outcome) => failureOf(run, request, outcome) ?? []);
  const cleared = outcomes.filter(isCleared).map(({ planned }) => planned.record.id);
  const handled = request.isRule === true ? outcomes.flatMap((outcome) => ruleState(outcome) ?? []) : [];
  if (bindings.length + rows.length + failures.length + cleared.length + handled.length === 0) return;
  await run.store.transaction(async (inside) => {
    await inside.bindings.save(bindings);
    await inside.consentLedger.save(pushedEntries(run, results));
    await inside.exportFailures.save(failures);
    await inside.exportFailures.forget(run.audience.id, request.model, cleared);
    await inside.autoExports.save(run.audience.id, request.model, handled);
    if (request.runId !== null) await inside.journal.append(request.runId, rows);
  });
  if (run.mailingListId !== null) await showBindings(run, run.mailingListId, bindings);
}

function bindingOf(run: AudienceRun, { planned, result }: Outcome): Binding | null {
  if (result !== null) return 'member' in result ? pushedBinding(run, result.item, result.member) : null;
  const { plan, selected } = planned;
  const binding = selected?.binding ?? null;
  if (binding === null) return null;
  if (plan.outcome !== 'unchanged' || plan.merge === null) return null;
  return unchangedBinding(run, plan.known, plan.merge, binding);
}

/** B19: what the rule remembers of a record; one that was refused is tried again, so nothing. */
function ruleState(outcome: Outcome): AutoExport | null {
  const { record, plan } = outcome.planned;
  if (refusalOf(outcome) !== null) return null;
  const handled = (state: AutoExport['state']): AutoExport => {
    return { recordId: record.id, address: record.address, state };
  };
  // The store knows their address no more (B57).
  if (plan.outcome === 'skip' && plan.reason === 'forgotten') return { ...handled('skipped'), address: null };
  if (plan.outcome === 'skip')
    return plan.reason === 'refused_before' || plan.reason === 'not_planned' ? null : handled('skipped');
  return handled(plan.outcome === 'push' && isCreated(outcome) ? 'made' : 'member');
}

/** MailChimp has taken what it refused before, or there is nothing left to send. */
function isCleared({ planned, result }: Outcome): boolean {
  if (planned.before === null) return false;
  return result === null ? planned.plan.outcome === 'unchanged' : 'member' in result;
}

function refusalOf({ planned, result }: Outcome): { code: string; description: string } | null {
  if (result !== null && 'error' in result)
    return { code: result.error.code, description: result.error.message };
  return planned.plan.outcome === 'failed' ? planned.plan : null;
}

/** B27, B49: refusals that stay what they are until the record changes. */
const permanent = [
  'mailchimp.cannot_rename',
  'mailchimp.compliance_state',
  'mailchimp.forgotten',
  'mailchimp.looks_fake',
];

function failureOf(run: AudienceRun, request: ExportRequest, outcome: Outcome): ExportFailure | null {
  const refusal = refusalOf(outcome);
  const { planned } = outcome;
  if (refusal === null) return null;
  const { before, record } = planned;
  const isSame = before?.fingerprint === planned.fingerprint;
  if (isSame && before.retryAt === null && outcome.result === null) return null;
  const attempts = isSame ? before.attempts + 1 : 1;
  const now = run.clock.now();
  return {
    audienceId: run.audience.id,
    model: request.model,
    recordId: record.id,
    email: record.address ?? record.email,
    name: record.name,
    code: refusal.code,
    description: refusal.description,
    fingerprint: planned.fingerprint,
    attempts,
    failedAt: now.toISOString(),
    retryAt: permanent.includes(refusal.code) ? null : retryAt(now, attempts).toISOString(),
  };
}

function tallyOutcome(request: ExportRequest, outcome: Outcome, tally: RunTally): void {
  const { plan, record, selected } = outcome.planned;
  const memberId = selected?.binding?.memberId;
  const refusal = refusalOf(outcome);
  if (refusal !== null) {
    if (memberId !== undefined) tally.consented.delete(memberId);
    const { id, name, address, email } = record;
    const { code, description } = refusal;
    tallyFailure(tally, { model: request.model, id, email: address ?? email, name, code, description });
    return;
  }
  const done = doneOf(outcome);
  const counted = outcomeWithConsent(tally, memberId, done);
  if (counted === 'skipped') tallySkip(tally, plan.outcome === 'skip' ? plan.reason : '');
  else if (counted !== 'refused') tally.totals[counted] += 1;
}

function doneOf(outcome: Outcome): 'created' | 'updated' | 'unchanged' | 'skipped' {
  const { plan } = outcome.planned;
  if (plan.outcome === 'push') return isCreated(outcome) ? 'created' : 'updated';
  return plan.outcome === 'skip' ? 'skipped' : 'unchanged';
}

/** In a dry run, as planned. */
function isCreated({ planned: { plan }, result }: Outcome): boolean {
  if (result !== null) return 'member' in result && result.created;
  return plan.outcome === 'push' && plan.consent.action === 'create';
}

function journalRow(run: AudienceRun, request: ExportRequest, outcome: Outcome): NewJournalRow | null {
  const { record, plan } = outcome.planned;
  const refusal = refusalOf(outcome);
  if (refusal === null && outcome.result === null) return null;
  return {
    audienceId: run.audience.id,
    direction: 'export',
    outcome: refusal !== null ? 'failed' : isCreated(outcome) ? 'created' : 'updated',
    model: request.model,
    recordId: record.id,
    email: plan.outcome === 'push' ? plan.known.address : (record.address ?? record.email),
    name: record.name,
    code: refusal?.code ?? null,
    description: refusal?.description ?? null,
  };
}
