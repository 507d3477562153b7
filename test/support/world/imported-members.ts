import type { World } from './open-world.js';

/** So many members that are contacts, too; their addresses, which no other test has: the blacklist is the whole database's. */
export async function importedMembers(world: World, count: number): Promise<string[]> {
  const name = world.config.audiences[0]?.mailing_list?.slice(-6).toLowerCase() ?? '';
  const emails = Array.from({ length: count }, (_, index) => `ana.${index}@${name}-farm.com`);
  await world.mailchimp.has(
    ...emails.map((email_address) => ({
      ...{ email_address, status: 'subscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } },
    })),
  );
  await world.fetch();
  return emails;
}
