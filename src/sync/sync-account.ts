import { ConfigurationError, OperatorError, type BridgeError } from '../support/errors.js';
import { withRun, type RunOptions } from './run/with-run.js';
import type { Addon } from './addon/addon.js';
import { keepAddon } from './addon/keep-addon.js';
import { meetAddon } from './addon/meet-addon.js';
import { forgetOld } from './forget-old.js';
import type { RunSummary } from './run/run-summary.js';
import { selectAudiences } from './select-audiences.js';
import type { AudienceConfig, SyncContext } from './sync-context.js';
import { consentHolder } from '../objects/registry.js';
import { autoExport } from './auto-export/auto-export.js';
import { ruleToRun } from './auto-export/rule-to-run.js';
import { autoUpdate } from './auto-update.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { unlessBroken } from './consent/unless-broken.js';
import { observeMembers } from './export/observe-members.js';
import { odooChanges } from './feed/odoo-changes.js';
import { importAudience, importDue } from './import/import-audience.js';
import { reconcileDeleted } from './reconcile/reconcile-deleted.js';
import { reconcileTakenOut } from './reconcile/reconcile-taken-out.js';
import type { AudienceRun } from './run/audience-run.js';

export interface SyncOptions extends RunOptions {
  audiences: string[];
}

export interface SyncResult {
  runs: RunSummary[];
  /** Why audiences were stopped: a cap, a mapping. The others have been done all the same. */
  stopped: BridgeError[];
  /** Which of them have stopped which audience, by its id. */
  stoppedAudiences: Map<string, BridgeError>;
}

/** `sync`: everything, for every audience; safe to run every minute. */
export async function syncAccount(context: SyncContext, options: SyncOptions): Promise<SyncResult> {
  const result: SyncResult = { runs: [], stopped: [], stoppedAudiences: new Map() };
  const audiences = selectAudiences(context.config, options.audiences);
  const addon = options.dryRun ? null : await meet(context, result);
  for (const audience of audiences) {
    const command = { ...options, command: 'sync', audience };
    const run = await unlessStopped(result, () => withRun(context, command, syncAudience), audience.id);
    if (run !== null) result.runs.push(run);
  }
  if (addon !== null) await keep(context, addon, { audiences, result });
  if (!options.dryRun) await forgetOld(context);
  return result;
}

function meet(context: SyncContext, result: SyncResult): Promise<Addon | null> {
  return unlessStopped(result, () => meetAddon(context, context.clock.now()));
}

async function keep(
  context: SyncContext,
  addon: Addon,
  { audiences, result }: { audiences: readonly AudienceConfig[]; result: SyncResult },
): Promise<void> {
  const imports = context.config.member_options.auto_sync_member;
  const fetched = imports ? result.runs.flatMap(({ audience }) => audience ?? []) : [];
  await unlessStopped(result, () => keepAddon(context, addon, { audiences, fetched }));
}

/** What stops one audience, or the addon alone, stops nothing else. A server that is down is down for all of them. */
async function unlessStopped<T>(
  result: SyncResult,
  work: () => Promise<T>,
  audienceId?: string,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError || error instanceof ConfigurationError)) throw error;
    result.stopped.push(error);
    if (audienceId !== undefined) result.stoppedAudiences.set(audienceId, error);
    return null;
  }
}

/**
 * Everything for one audience, for cron: MailChimp's changes, Odoo's changes, the auto-export rule, and what no change
 * tells of. Opt-outs go first in each direction, and in both whatever the options say (B25).
 */
async function syncAudience(run: AudienceRun): Promise<void> {
  const { auto_sync_member: imports } = run.config.member_options;
  const broken = await unlessBroken(() =>
    imports ? importAudience(run, { full: false }) : observeMembers(run),
  );
  const mayHaveGrown = run.mailingListId !== null && (await sendChanges(run, broken));
  await reconcileDeleted(run);
  await reconcileTakenOut(run, { mayHaveGrown });
}

/** @returns whether somebody may have been put on the mailing list since the last run */
async function sendChanges(run: AudienceRun, broken: BridgeError | null): Promise<boolean> {
  const changes = await odooChanges(run);
  if (broken !== null) {
    await consentOfOdoo(run, changes.isFirst ? null : changes.members);
    throw broken;
  }
  await autoUpdate(run, changes);
  const rule = await ruleToRun(run);
  if (rule !== null) await autoExport(run, rule, changes);
  // What MailChimp owns and was edited in Odoo goes back at once.
  if (run.config.member_options.auto_sync_member) await importDue(run);
  // Of a plan that is applied what is not in it has been left, and is to come up again (B53).
  if (run.guard === null) await changes.commit();
  const isWritten = (changes.recordIds.get(consentHolder.model)?.size ?? 0) > 0;
  return isWritten || run.tally.totals.created > 0;
}
