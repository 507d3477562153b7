import type { SyncContext } from '../sync-context.js';
import type { Addon } from './addon.js';
import { logMark } from './show-logs.js';

/** Of the account: the installation that the store's notes on what is shown are about. */
const installationMark = 'face';

/**
 * The addon, with the account shown; null without one. One that was installed since shows nothing yet: everyone and
 * every log is due.
 * @param seenAt of a bridge that will look for jobs, see `Addon.showAccount`
 */
export async function meetAddon(context: SyncContext, seenAt: Date | null): Promise<Addon | null> {
  const addon = await context.addon();
  if (addon === null) return null;
  const { since } = await addon.showAccount(seenAt);
  await context.store.transaction(async (store) => {
    if ((await store.marks.get('', installationMark)) === since) return;
    await store.bindings.forgetAddon();
    await store.marks.clear('', [logMark]);
    await store.marks.set('', installationMark, since);
  });
  return addon;
}
