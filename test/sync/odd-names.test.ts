import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

const odd = {
  zero: 'Bo\u0000b',
  escape: 'Es\u001B[31mc',
  half: 'Half \uD83D',
  control: 'C1 \u009B2J',
};

describeOdoo('B63: a control character or half a character in a name', (odoo) => {
  const protocols =
    odoo.version === 19 ? (['jsonrpc', 'xmlrpc', 'json2'] as const) : (['jsonrpc', 'xmlrpc'] as const);

  it.each(protocols)('is that member’s failure on import over %s, and all else arrives', async (protocol) => {
    await using world = await openWorld(odoo, { protocol, audience: { tags: 'all' } });
    const member = (name: string, FNAME: string) => ({
      ...{ email_address: `${name}.${protocol}@acme.pt`, status: 'subscribed' },
      ...{ merge_fields: { FNAME, LNAME: 'Sousa' }, tags: [FNAME] },
    });
    await world.mailchimp.has(
      member('ana', 'Ana'),
      ...Object.entries(odd).map(([key, name]) => member(key, name)),
    );

    const run = await world.fetch();

    expect(run.totals).toMatchObject({ created: 1, failed: 4 });
    expect(run.failures.map(({ email, code, description }) => [email, code, description]).sort()).toEqual(
      Object.keys(odd)
        .map((key) => [`${key}.${protocol}@acme.pt`, 'mapping.value', 'FNAME has a control character in it'])
        .sort(),
    );
    const contacts = await world.odoo.search(
      'mailing.contact',
      [['email', 'like', `.${protocol}@acme.pt`]],
      ['name', 'email'],
    );
    expect(contacts.map(({ name }) => name).sort()).toEqual([
      'Ana Sousa',
      ...Object.keys(odd).map(() => 'Sousa'),
    ]);
  });

  // Over XML-RPC, 19 answers without it: then there is nothing to be refused (odoo-api §1).
  it.each(protocols.filter((protocol) => protocol !== 'xmlrpc' || odoo.version !== 19))(
    'is that contact’s failure on export over %s, and all else arrives',
    async (protocol) => {
      await using world = await openWorld(odoo, { protocol });
      await world.odoo.hasContacts(
        { name: 'Ana Sousa', email: `ana.out.${protocol}@acme.pt` },
        { name: odd.escape, email: `escape.out.${protocol}@acme.pt` },
      );

      const run = await world.exportContacts();

      expect(run.totals).toMatchObject({ created: 1, failed: 1 });
      expect(run.failures).toMatchObject([
        { code: 'mapping.value', email: `escape.out.${protocol}@acme.pt` },
      ]);
    },
  );
});
