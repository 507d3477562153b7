import { openTroubled } from '../run/open-audience.js';
import { odooChanges, type OdooChanges } from '../feed/odoo-changes.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { withOwnFeed } from '../feed/own-feed.js';

/**
 * What has changed in Odoo of an audience's members since the last look; null when that is nothing. Only reads, apart from
 * how far it has read: it needs no lock, so that a look every few seconds is in nobody's way.
 */
export async function liveChanges(
  context: SyncContext,
  audience: AudienceConfig,
): Promise<OdooChanges | null> {
  // Nothing was ever fetched: the mailing list is made by the first command that writes.
  if (((await context.store.audiences.get(audience.id))?.mailingListId ?? null) === null) return null;
  const { open } = await openTroubled(context, audience, { dryRun: true });
  const changes = await odooChanges({ ...open, store: withOwnFeed(context.store, 'live') });
  if (changes.broken !== null && changes.members.length === 0) throw changes.broken;
  const isRelevant = changes.contactIds.length + changes.members.length > 0;
  // From the first look on; what was before is for a sync.
  if (changes.isFirst || !isRelevant) await changes.commit();
  return isRelevant && !changes.isFirst ? changes : null;
}

/** For members with something left to be sent that no change in Odoo tells of. */
export const noChanges: OdooChanges = {
  isFirst: false,
  contactIds: [],
  members: [],
  addresses: [],
  recordIds: new Map(),
  broken: null,
  commit: () => Promise.resolve(),
};
