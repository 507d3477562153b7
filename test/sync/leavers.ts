import { expect } from '@jest/globals';
import type { World } from '../support/world/open-world.js';

export interface Leavers {
  leaves: string;
  optsOut: string;
}

/** Two members and their contacts, of whom afterwards one has left on each side. */
export async function oneLeavesOnEachSide(world: World): Promise<Leavers> {
  const list = await world.odoo.mailingListId();
  const leaves = `leaves.${list}@oakline-farm.com`;
  const optsOut = `opts.out.${list}@oakline-farm.com`;
  await world.odoo.hasContacts({ name: 'Ana Sousa', email: leaves }, { name: 'Rui Alves', email: optsOut });
  await world.exportContacts();
  await world.sync();
  await world.mailchimp.persona(leaves, 'unsubscribe', { source: 'admin' });
  await world.odoo.setOptOut(optsOut, true);
  return { leaves, optsOut };
}

export async function expectBothOut(world: World, { leaves, optsOut }: Leavers): Promise<void> {
  expect([
    (await world.odoo.contact(leaves))?.optOut,
    (await world.mailchimp.member(leaves))?.status,
    (await world.odoo.contact(optsOut))?.optOut,
    (await world.mailchimp.member(optsOut))?.status,
  ]).toEqual([true, 'unsubscribed', true, 'unsubscribed']);
}
