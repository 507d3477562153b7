import { ConfigurationError, OperatorError } from '../../support/errors.js';
import { carryOptOuts } from '../audiences/carry-opt-outs.js';
import { autoExportAccount } from '../auto-export-account.js';
import { isOfData } from '../consent/unless-broken.js';
import { fetchMembers } from '../fetch-members.js';
import { pushContacts } from '../push-contacts.js';
import type { RunSummary } from '../run/run-summary.js';
import { withRun } from '../run/with-run.js';
import { syncAccount } from '../sync-account.js';
import type { SyncContext } from '../sync-context.js';
import { changeKey, type PlanFile, type PlanRequest } from './plan-file.js';
import { moved, planGuard, type PlanGuard } from '../run/plan-guard.js';

/**
 * Does exactly what a plan says (B29): plans anew, stops when that comes to anything else, and then lets nothing through
 * that is not in the plan.
 */
export async function applyPlan(
  context: SyncContext,
  plan: PlanFile,
  { allowLarge }: { allowLarge: boolean },
): Promise<RunSummary[]> {
  if (plan.account !== context.config.account) throw otherAccount(plan.account, context.config.account);
  await planAnew(context, plan, allowLarge).catch(async (error: unknown) => {
    await carryAlone(context, plan, { error, allowLarge });
    throw error;
  });
  const guards = new Map(plan.runs.map(({ audience, changes }) => [audience, planGuard(audience, changes)]));
  const done = await runRequest(context, plan.request, { dryRun: false, allowLarge, guards });
  for (const guard of guards.values()) guard.complete();
  return done;
}

/** @throws OperatorError `plan.moved` when what is due is no longer what was planned */
async function planAnew(context: SyncContext, plan: PlanFile, allowLarge: boolean): Promise<void> {
  const now = await runRequest(context, plan.request, { dryRun: true, allowLarge });
  for (const { audience, changes } of plan.runs) {
    const current = now.find((run) => run.audience === audience)?.plan ?? [];
    compare(audience, changes.map(changeKey), current.map(changeKey));
  }
}

/** What ends the plan before its first write, a move or a broken mapping, stops no opt-out (B45). */
async function carryAlone(
  context: SyncContext,
  { request, runs }: PlanFile,
  { error, allowLarge }: { error: unknown; allowLarge: boolean },
): Promise<void> {
  if (!(error instanceof OperatorError || isOfData(error))) return;
  const ids = new Set(runs.map(({ audience }) => audience));
  for (const audience of context.config.audiences.filter(({ id }) => ids.has(id))) {
    // Nothing was ever brought: there is no mailing list yet, and nobody on it.
    if (((await context.store.audiences.get(audience.id))?.mailingListId ?? null) === null) continue;
    const command = { command: request.command, audience, quiet: true, dryRun: false, allowLarge };
    await withRun(context, command, carryOptOuts);
  }
}

export interface RequestOptions {
  dryRun: boolean;
  allowLarge: boolean;
  guards?: ReadonlyMap<string, PlanGuard>;
}

/** Runs a command as it was asked for. */
async function runRequest(
  context: SyncContext,
  request: PlanRequest,
  options: RequestOptions,
): Promise<RunSummary[]> {
  switch (request.command) {
    case 'members fetch':
      return fetchMembers(context, { ...request, ...options });
    case 'contacts export':
      return pushContacts(context, 'export', { ...request, ...options });
    case 'contacts update':
      return pushContacts(context, 'update', { ...request, ...options });
    case 'auto-export':
      return autoExportAccount(context, { ...request, ...options });
    case 'sync': {
      const { runs, stopped } = await syncAccount(context, { ...request, ...options });
      const [first] = stopped;
      if (first !== undefined) throw first;
      return runs;
    }
  }
}

function compare(audience: string, planned: readonly string[], current: readonly string[]): void {
  const [then, now] = [new Set(planned), new Set(current)];
  const gone = planned.filter((key) => !now.has(key)).length;
  const added = current.filter((key) => !then.has(key)).length;
  if (gone + added > 0)
    throw moved(audience, `${gone} planned changes are no longer due, ${added} others are`);
}

function otherAccount(planned: string, current: string): ConfigurationError {
  return new ConfigurationError(`The plan was made for account ${planned}, not for ${current}`, {
    code: 'plan.other_account',
    hint: `Name the account with --account ${planned}.`,
  });
}
