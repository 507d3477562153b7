import type { World } from '../support/world/open-world.js';

/** Members and their contacts, brought together. @returns their addresses, of which no other world has any */
export async function hasMembers<const Names extends readonly string[]>(
  world: World,
  ...names: Names
): Promise<{ [Index in keyof Names]: string }> {
  const list = await world.odoo.mailingListId();
  const emails = names.map((name) => `${name}.${list}@oakline-farm.com`);
  await world.odoo.hasContacts(...emails.map((email) => ({ name: 'Ana Sousa', email })));
  // A rule makes them members by itself.
  if (world.config.audiences[0]?.auto_export === undefined) await world.exportContacts();
  await world.sync();
  return emails as { [Index in keyof Names]: string };
}
