import type { ConsentChange } from '../core/consent-change.js';
import type { OdooSession } from '../odoo/connect.js';
import { visitorsAmong } from '../odoo/people/visitors.js';
import { changesOf, type LookedAt } from './changes-of.js';

/** What is new in the histories of these people, in their order; one call where somebody in Odoo has changed something. */
export async function historyOf(odoo: OdooSession, looks: readonly LookedAt[]): Promise<ConsentChange[][]> {
  const { uid } = odoo;
  const unnamed = looks.map((look) => changesOf(look, { uid, visitors: new Set() }));
  const byUsers = looks.filter((_, index) => unnamed[index]?.some(({ by }) => by === 'odoo_user') ?? false);
  if (byUsers.length === 0) return unnamed;
  const writers = byUsers
    .flatMap(({ seen }) => seen.subscriptions)
    .flatMap(({ writtenBy }) => writtenBy ?? []);
  const userIds = [...new Set(writers.map(({ id }) => id))].filter((id) => id !== uid);
  const visitors = await visitorsAmong(odoo, userIds);
  return looks.map((look) => changesOf(look, { uid, visitors }));
}
