import type { ConsentChange } from '../core/consent-change.js';
import type { OdooSession } from '../odoo/connect.js';
import { visitorsAmong } from '../odoo/people/visitors.js';
import { changesOf, type LookedAt } from './changes-of.js';

/** What is new in the histories of these people, in their order; one call where somebody in Odoo has changed something. */
export async function historyOf(odoo: OdooSession, looks: readonly LookedAt[]): Promise<ConsentChange[][]> {
  const { uid } = odoo;
  const histories = looks.map((look) => ({ look, changes: changesOf(look, { uid, visitors: new Set() }) }));
  const byUsers = histories.filter(({ changes }) => changes.some(({ by }) => by === 'odoo_user'));
  const rows = byUsers.flatMap(({ look }) => look.seen.subscriptions);
  const userIds = new Set(rows.flatMap(({ writtenBy }) => writtenBy?.id ?? []));
  userIds.delete(uid);
  const visitors = await visitorsAmong(odoo, [...userIds]);
  for (const history of byUsers) history.changes = changesOf(history.look, { uid, visitors });
  return histories.map(({ changes }) => changes);
}
