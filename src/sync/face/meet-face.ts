import type { SyncContext } from '../sync-context.js';
import type { Face } from './face.js';
import { logMark } from './show-logs.js';

/** Of the account: the installation that the store's notes on what is shown are about. */
const installationMark = 'face';

/**
 * The face, with the account shown; null without one. One that was installed since shows nothing yet: everyone and
 * every log is due.
 * @param seenAt of a bridge that will look for jobs, see `Face.showAccount`
 */
export async function meetFace(context: SyncContext, seenAt: Date | null): Promise<Face | null> {
  const face = await context.face();
  if (face === null) return null;
  const { since } = await face.showAccount(seenAt);
  await context.store.transaction(async (store) => {
    if ((await store.marks.get('', installationMark)) === since) return;
    await store.bindings.forgetFace();
    await store.marks.clear('', [logMark]);
    await store.marks.set('', installationMark, since);
  });
  return face;
}
