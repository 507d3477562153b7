import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { Addon } from './addon.js';
import { showAudiences } from './show-audiences.js';
import { showDue } from './show-due.js';
import { showLogs } from './show-logs.js';

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
