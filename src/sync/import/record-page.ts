import type { AudienceRun } from '../sync-context.js';
import type { PageResult } from './import-page.js';

/** Writes down what Odoo has committed: bindings, journal rows and mark in one transaction (B14). */
export async function recordPage(
  run: AudienceRun,
  { members, mark }: { members: readonly { lastChanged: string }[]; mark: string | null },
  result: PageResult,
  runId: number | null,
): Promise<void> {
  const reached = members.at(-1)?.lastChanged;
  if (run.dryRun || reached === undefined) return;
  await run.store.transaction(async (store) => {
    await store.bindings.remove(run.audience.id, result.formerIds);
    await store.bindings.save(result.bindings);
    await store.consentLedger.remove(run.audience.id, result.formerIds);
    await store.consentLedger.save(result.ledger);
    if (runId !== null) await store.journal.append(runId, result.journal);
    // Of a plan that is applied what is not in it has been left, and is to be read again (B53).
    if (mark !== null && run.guard === null) await store.marks.set(run.audience.id, mark, reached);
    if (result.intentId !== null) await store.intents.close(result.intentId);
  });
}
