import { dueBindings } from '../due-bindings.js';
import type { SyncContext } from '../sync-context.js';
import { showBindings } from './show-bindings.js';

const pageSize = 1000;

/**
 * Brings whatever the addon does not show yet (B37): everyone after it was installed, and what an interrupted run left
 * open. Page by page, so that a run that dies goes on where it stood; nothing due costs no call.
 */
export async function showDue(context: SyncContext, audienceId: string): Promise<void> {
  const known = await context.store.audiences.get(audienceId);
  const mailingListId = known?.mailingListId ?? null;
  if (mailingListId === null) return;
  for await (const page of dueBindings(context.store.bindings, audienceId, 'addon', pageSize)) {
    context.signal.throwIfAborted();
    await showBindings(context, mailingListId, page);
  }
}
