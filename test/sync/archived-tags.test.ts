import { expect, it } from '@jest/globals';
import { subscriberHash } from '../../src/mailchimp/subscriber-hash.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

let scenes = 0;

interface Tagged {
  people: string[];
  tag: string;
  tagId: number;
}

/** Contacts that have a tag, and members that have it from them. */
async function tagged(world: World, size: number): Promise<Tagged> {
  scenes += 1;
  const tag = `Tag ${scenes} ${world.audienceId}`;
  const tagId = await world.odoo.tag(tag);
  const people = Array.from({ length: size }, (_, index) => `person.${scenes}.${index}@tag-farm.com`);
  const ids = await world.odoo.hasContacts(...people.map((email) => ({ name: 'Ana Sousa', email })));
  await world.odoo.write('mailing.contact', ids, { tag_ids: [[4, tagId]] });
  await world.exportContacts();
  await world.sync();
  return { people, tag, tagId };
}

async function membersWith(world: World, { people, tag }: Tagged): Promise<number> {
  const members = await Promise.all(people.map((email) => world.mailchimp.member(email)));
  return members.filter((member) => member?.tags.some(({ name }) => name === tag)).length;
}

async function contactsWith(world: World, { tagId }: Tagged): Promise<number> {
  return (await world.odoo.search('mailing.contact', [['tag_ids', 'in', [tagId]]], ['id'])).length;
}

/** Each person is looked at in both directions. */
async function everything(world: World): Promise<void> {
  await world.fetch({ full: true });
  await world.updateContacts();
  await world.exportContacts();
  await world.sync();
}

function archived(odoo: TestOdoo): void {
  it('B62: a tag that was archived in Odoo is left alone on both sides, and not made twice', async () => {
    await using world = await openWorld(odoo);
    const all = await tagged(world, 6);
    await world.odoo.write('res.partner.category', [all.tagId], { active: false });
    const fresh = `fresh.${all.people[0]}`;
    await world.mailchimp.has({ email_address: fresh, status: 'subscribed', tags: [all.tag] });

    await everything(world);

    expect(await membersWith(world, all)).toBe(6);
    const named = [
      ['name', '=', all.tag],
      ['active', 'in', [true, false]],
    ];
    expect(await world.odoo.search('res.partner.category', named, ['name'])).toHaveLength(1);
    expect(await world.odoo.contact(fresh)).toMatchObject({ tags: [], optOut: false });
  });

  it('B62: and is kept in step again as soon as it is active', async () => {
    await using world = await openWorld(odoo);
    const all = await tagged(world, 3);
    await world.odoo.write('res.partner.category', [all.tagId], { active: false });
    await everything(world);
    await world.odoo.write('res.partner.category', [all.tagId], { active: true });

    await everything(world);
    const both = [await membersWith(world, all), await contactsWith(world, all)];
    const ids = (await world.odoo.contacts(all.people[0] ?? '')).map(({ id }) => id);
    await world.odoo.write('mailing.contact', ids, { tag_ids: [[3, all.tagId]] });
    await everything(world);

    expect(both).toEqual([3, 3]);
    expect(await membersWith(world, all)).toBe(2);
  });
}

function takenOff(odoo: TestOdoo): void {
  it('B28, B62: a tag that was deleted in Odoo takes it off no more members than the cap allows', async () => {
    await using world = await openWorld(odoo);
    const all = await tagged(world, 30);
    await world.odoo.call('res.partner.category', 'unlink', { ids: [all.tagId] });

    const stopped = await world.updateContacts().catch((error: unknown) => error);
    const left = await membersWith(world, all);
    await world.updateContacts({ allowLarge: true });

    expect(stopped).toMatchObject({ code: 'limits.exceeded' });
    expect(left).toBe(30);
    expect(await membersWith(world, all)).toBe(0);
  });

  it('B28, B62: nor does one that was taken off in MailChimp take it off more contacts', async () => {
    await using world = await openWorld(odoo);
    const all = await tagged(world, 30);
    for (const email of all.people)
      await world.mailchimp.api('POST', `/lists/${world.audienceId}/members/${subscriberHash(email)}/tags`, {
        tags: [{ name: all.tag, status: 'inactive' }],
      });

    const stopped = await world.fetch({ full: true }).catch((error: unknown) => error);
    const left = await contactsWith(world, all);
    await world.fetch({ full: true, allowLarge: true });

    expect(stopped).toMatchObject({ code: 'limits.exceeded' });
    expect(left).toBe(30);
    expect(await contactsWith(world, all)).toBe(0);
  });
}

describeOdoo('a tag that many people have', (odoo) => {
  archived(odoo);
  takenOff(odoo);
});
