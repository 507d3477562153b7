import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { installLanguage } from '../support/world/install-language.js';
import { openWorld, type World } from '../support/world/open-world.js';

describeOdoo('B61: an Odoo in two languages', (odoo) => {
  it('tags are read and made in the language of the account, and none twice', async () => {
    await installLanguage(odoo, 'fr_FR');
    await using world = await openWorld(odoo, { odoo: { lang: 'fr_FR' }, audience: { tags: 'all' } });
    const vip = await aTag(world, { english: 'Client', french: 'Client VIP' });
    await world.mailchimp.has(
      { email_address: 'ana@acme.pt', status: 'subscribed', tags: ['Client VIP'] },
      { email_address: 'bo@acme.pt', status: 'subscribed', tags: ['Nouveau'] },
    );

    await world.fetch();

    const contacts = await world.odoo.search('mailing.contact', [['email', '=', 'ana@acme.pt']], ['tag_ids']);
    expect(contacts).toMatchObject([{ tag_ids: [vip] }]);
    const french = { context: { lang: 'fr_FR' } };
    expect(await tagsNamed(world, ['Client', 'Client VIP', 'Nouveau'], french)).toEqual([
      'Client VIP',
      'Nouveau',
    ]);
  });

  it('a tag goes to MailChimp in that language', async () => {
    await installLanguage(odoo, 'fr_FR');
    await using world = await openWorld(odoo, { odoo: { lang: 'fr_FR' }, audience: { tags: 'all' } });
    const tag = await aTag(world, { english: 'Supplier', french: 'Fournisseur' });
    const contact = await world.odoo.hasContact({ name: 'Ana', email: 'eva@acme.pt' });
    await world.odoo.write('mailing.contact', [contact], { tag_ids: [[6, 0, [tag]]] });

    await world.exportContacts();

    expect((await world.mailchimp.member('eva@acme.pt'))?.tags).toMatchObject([{ name: 'Fournisseur' }]);
  });
});

async function aTag(world: World, { english, french }: { english: string; french: string }): Promise<number> {
  const id = await world.odoo.create('res.partner.category', { name: english });
  await world.odoo.session.transport.call({
    ...{ model: 'res.partner.category', method: 'write', ids: [id] },
    params: { vals: { name: french } },
    context: { lang: 'fr_FR' },
  });
  return id;
}

async function tagsNamed(world: World, names: string[], { context }: { context: object }): Promise<string[]> {
  const rows = (await world.odoo.session.transport.call({
    ...{ model: 'res.partner.category', method: 'search_read', context: { ...context } },
    params: { domain: [['name', 'in', names]], fields: ['name'] },
  })) as { name: string }[];
  return rows.map(({ name }) => name).sort();
}
