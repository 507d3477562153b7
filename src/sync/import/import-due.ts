import type { Binding } from '../../store/binding.js';
import { dueBindings } from '../due-bindings.js';
import { memberOf } from '../people/seen-member.js';
import { retryAt } from '../retry-pause.js';
import type { AudienceRun } from '../sync-context.js';
import { applyPage, planPage } from './import-page.js';
import type { ImportTask } from './import-task.js';
import { recordPage } from './record-page.js';

const pageSize = 500;

/**
 * What is left to be carried to Odoo and no change in MailChimp brings up again: members Odoo refused, after a pause
 * that grows, and values MailChimp owns that were edited in Odoo. Goes by what was last seen; costs MailChimp nothing.
 */
export async function importDue(run: AudienceRun, task: ImportTask): Promise<void> {
  if (run.dryRun) return;
  const failed = new Set(task.tally.failures.map(({ email }) => email?.toLowerCase()));
  for await (const bindings of dueBindings(run.store.bindings, run.audience.id, 'import', pageSize)) {
    const members = bindings
      .filter((binding) => isDue(run, binding) && !failed.has(binding.email))
      .map(memberOf);
    if (members.length > 0) {
      const planned = await planPage(run, { ...task, members, full: true });
      const result = await applyPage(run, planned, task.tally);
      await recordPage(run, { members, mark: null }, result, task.runId);
    }
  }
}

function isDue({ clock }: AudienceRun, { error }: Binding): boolean {
  return error === null || clock.now() >= retryAt(new Date(error.at), error.attempts);
}
