import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { Addon } from './addon.js';
import { showAudiences } from './show-audiences.js';
import { showLogs } from './show-logs.js';
import { dueBindings } from '../due-bindings.js';
import { showBindings } from './show-bindings.js';

/** What a sync leaves in the addon, besides what its writes have brought along: columns, counters and logs (B37, B39). */
export async function keepAddon(
  context: SyncContext,
  addon: Addon,
  what: { audiences: readonly AudienceConfig[]; fetched: readonly string[] },
): Promise<void> {
  for (const { id } of what.audiences) await showDue(context, id);
  await showAudiences(context, addon, what);
  await showLogs(context, addon);
}

const pageSize = 1000;

/**
 * Brings whatever the addon does not show yet (B37): everyone after it was installed, and what an interrupted run left
 * open. Page by page, so that a run that dies goes on where it stood; nothing due costs no call.
 */
async function showDue(context: SyncContext, audienceId: string): Promise<void> {
  const known = await context.store.audiences.get(audienceId);
  const mailingListId = known?.mailingListId ?? null;
  if (mailingListId === null) return;
  for await (const page of dueBindings(context.store.bindings, audienceId, 'addon', pageSize)) {
    context.signal.throwIfAborted();
    await showBindings(context, mailingListId, page);
  }
}
