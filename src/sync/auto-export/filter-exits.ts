import type { AutoExport } from '../../store/auto-exports.js';
import type { Binding } from '../../store/binding.js';
import type { NewJournalRow } from '../../store/journal.js';
import { checkBlastCap } from '../blast-cap.js';
import { memberOf } from '../people/seen-member.js';
import { baseOf } from '../people/binding-history.js';
import type { PlannedChange } from '../run-summary.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { leaveAudience } from './leave-audience.js';

export interface Exits {
  model: string;
  exits: readonly AutoExport[];
  runId: number | null;
}

/** How many members leaving the domain changes, as the blast cap counts (B28). */
export function countExits({ config }: AudienceRun, exits: readonly AutoExport[]): number {
  const { on_filter_exit: policy } = config.policies;
  if (policy === 'none' || policy === 'tag_off') return 0;
  return exits.filter(({ state }) => state === 'made').length;
}

/** What happens to members whose record left the domain; only to those the rule has made (B19). */
export async function applyExits(run: AudienceRun, leaving: Exits, tally: RunTally): Promise<void> {
  const { model, exits, runId } = leaving;
  if (exits.length === 0) return;
  const made = exits.filter(({ state }) => state === 'made').map(({ recordId }) => recordId);
  const bindings = await bindingsOf(run, model, made);
  const people = countExits(run, exits);
  const audienceSize = await run.store.bindings.count(run.audience.id);
  checkBlastCap(run, { people, audienceSize, what: 'archive or unsubscribe' });
  if (run.dryRun) {
    tally.plan.push(...bindings.flatMap((binding) => plannedExit(run, binding) ?? []));
    return;
  }
  const kept = new Set(bindings.filter((binding) => !isAdmitted(run, binding)));
  const keptIds = new Set([...kept].map(({ records }) => records[model]));
  const left = await leaveAudience(
    run,
    bindings.filter((binding) => !kept.has(binding)),
  );
  tally.totals.updated += left.length;
  await run.store.transaction(async (store) => {
    await store.autoExports.remove(
      run.audience.id,
      model,
      exits.map(({ recordId }) => recordId).filter((id) => !keptIds.has(id)),
    );
    if (run.config.policies.on_filter_exit === 'tag_off')
      await store.bindings.save(left.map((binding) => ({ ...binding, tagsOff: true })));
    if (runId !== null)
      await store.journal.append(
        runId,
        left.map((binding) => journalRow(run, model, binding)),
      );
  });
}

/** B29, B53: who is not in the plan that is applied leaves in another run. */
function isAdmitted(run: AudienceRun, binding: Binding): boolean {
  const planned = plannedExit(run, binding);
  return planned === null || run.guard === null || run.guard.admit([planned]);
}

function bindingsOf(
  { store, audience }: AudienceRun,
  model: string,
  ids: readonly number[],
): Promise<Binding[]> {
  const { bindings } = store;
  return bindings.byRecords(audience.id, model, ids);
}

function plannedExit({ config }: AudienceRun, binding: Binding): PlannedChange | null {
  const { email, status } = memberOf(binding);
  const change = (action: PlannedChange['action'], changes: PlannedChange['changes']): PlannedChange => {
    return { side: 'mailchimp', action, email, changes };
  };
  switch (config.policies.on_filter_exit) {
    case 'none':
      return null;
    case 'tag_off':
      return change('update', { tags_removed: { from: baseOf(binding)?.tags ?? [], to: [] } });
    case 'archive':
      return change('archive', { status: { from: status, to: 'archived' } });
    case 'unsubscribe':
      return change('opt_out', { status: { from: status, to: 'unsubscribed' } });
  }
}

function journalRow(run: AudienceRun, model: string, binding: Binding): NewJournalRow {
  return {
    audienceId: run.audience.id,
    direction: 'export',
    outcome: 'updated',
    model,
    recordId: binding.records[model] ?? null,
    email: binding.email,
    name: null,
    code: null,
    description: `left the domain: ${run.config.policies.on_filter_exit}`,
  };
}
