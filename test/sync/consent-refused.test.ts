import { expect, it } from '@jest/globals';
import { describeAddon, describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { inPostgres } from '../support/staging/other-database.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { expectBothOut, oneLeavesOnEachSide, type Leavers } from './leavers.js';

/** What goes wrong, until it is disposed of. */
type Breaks = (world: World, leavers: Leavers) => Promise<AsyncDisposable | undefined>;

/** The failure of a sync that ends with one; the sync's own failures otherwise. */
async function failuresOf(world: World): Promise<{ code: string; text: string; email?: string | null }[]> {
  try {
    const { failures } = await world.sync();
    return failures.map(({ code, description, email }) => ({ code, text: description, email }));
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return [{ code, text: message }];
  }
}

const changesMergeField =
  (tag: string, change: object | null): Breaks =>
  async (world) => {
    await world.mailchimp.changeMergeField(tag, change);
    return undefined;
  };

function mappings(odoo: TestOdoo): void {
  it.each<[string, Breaks, string]>([
    ['was renamed', changesMergeField('LNAME', { tag: 'SURNAME' }), 'LNAME'],
    ['was deleted', changesMergeField('LNAME', null), 'LNAME'],
    ['was made required', changesMergeField('PHONE', { required: true }), 'PHONE'],
    [
      'has lost its Odoo field',
      async (world) => {
        await world.reopen({ merge_fields: { FNAME: 'name.first', LNAME: 'x_gone_since' } });
        return undefined;
      },
      'x_gone_since',
    ],
  ])('B45: opt-outs of both sides arrive when a merge field %s', async (_, breaks, named) => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    await breaks(world, both);

    const failures = await failuresOf(world);

    expect(failures).toMatchObject([{ code: 'config.mapping', text: expect.stringContaining(named) }]);
    await expectBothOut(world, both);
  });
}

const nothing = "[(0, '=', 1)]";

const profile =
  (change: object): Breaks =>
  async (world, { leaves }) => {
    await world.mailchimp.persona(leaves, 'profile', change);
    return undefined;
  };

/** A record rule beside what MailChimp has new of the one who leaves. */
const ruled =
  (change: object, model: string, domain: (leaverId: number) => string, right: 'write' | 'create'): Breaks =>
  async (world, both) => {
    await profile(change)(world, both);
    const { id = 0 } = (await world.odoo.contact(both.leaves)) ?? {};
    return world.odoo.allowsOnly(model, domain(id), right);
  };

const country = {
  mergeFields: [
    { tag: 'FNAME', name: 'First Name', type: 'text' },
    { tag: 'COUNTRY', name: 'Country', type: 'text' },
  ],
  audience: { merge_fields: { FNAME: 'name.first', COUNTRY: 'country_id.code' } },
};

function records(odoo: TestOdoo): void {
  it.each<[string, { settings?: object; breaks: Breaks; code: unknown; people?: number }]>([
    [
      'one tag is refused',
      {
        breaks: ruled(
          { tags: ['Forbidden'] },
          'res.partner.category',
          () => "[('name', '!=', 'Forbidden')]",
          'create',
        ),
        code: 'odoo.access',
      },
    ],
    [
      'no tag may be made',
      {
        breaks: ruled({ tags: ['New'] }, 'res.partner.category', () => nothing, 'create'),
        code: 'odoo.access',
      },
    ],
    [
      'a value that is looked up in Odoo has a NUL in it',
      {
        settings: country,
        breaks: profile({ merge_fields: { COUNTRY: 'P\u0000T' } }),
        code: expect.stringMatching(/^(odoo|mapping)\.value$/u),
      },
    ],
    [
      'a record rule closes a contact that has changed',
      {
        settings: { member_options: { override_contact_name: true } },
        breaks: ruled(
          { merge_fields: { LNAME: 'Costa' } },
          'mailing.contact',
          (id) => `[('id', '!=', ${id})]`,
          'write',
        ),
        code: 'odoo.access',
      },
    ],
    [
      'no customer may be made',
      {
        settings: { member_options: { auto_create_customer: true } },
        breaks: async (world) => {
          await world.mailchimp.has({
            email_address: `new.${world.audienceId}@firm.pt`,
            status: 'subscribed',
          });
          return world.odoo.allowsOnly('res.partner', nothing, 'create');
        },
        code: 'odoo.access',
        // B59: each is told by name.
        people: 3,
      },
    ],
  ])('B45: opt-outs of both sides arrive when %s', async (_, { settings = {}, breaks, code, people = 1 }) => {
    await using world = await openWorld(odoo, settings);
    const both = await oneLeavesOnEachSide(world);
    await using rule = await breaks(world, both);

    const failures = await failuresOf(world);

    const each = Array.from({ length: people }, () => ({ code }));
    expect({ rule, failures }).toMatchObject({ failures: each });
    await expectBothOut(world, both);
  });
}

function blacklist(odoo: TestOdoo): void {
  async function twoBounce(world: World): Promise<[string, string]> {
    const list = await world.odoo.mailingListId();
    const bounced = [`one.${list}@bounced-farm.com`, `two.${list}@bounced-farm.com`] as const;
    await world.odoo.hasContacts(...bounced.map((email) => ({ name: 'Eva', email })));
    await world.exportContacts();
    for (const email of bounced) await world.mailchimp.persona(email, 'bounce');
    return [...bounced];
  }

  it('B45, B50: one refused entry of the blacklist keeps back nobody’s opt-out, and no other entry', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const [one, two] = await twoBounce(world);
    await using rule = await world.odoo.allowsOnly('mail.blacklist', `[('email', '!=', '${one}')]`, 'create');

    const failures = await failuresOf(world);

    expect({ rule, failures }).toMatchObject({ failures: [{ code: 'odoo.access', email: one }] });
    expect([await world.odoo.isBlacklisted(one), await world.odoo.isBlacklisted(two)]).toEqual([false, true]);
    expect(await world.odoo.contact(one)).toMatchObject({ optOut: true });
    await expectBothOut(world, both);
  });

  it('B45, B50: without the right to blacklist everybody’s opt-out arrives, and who is not blacklisted is told', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const bounced = await twoBounce(world);
    await using rule = await world.odoo.allowsOnly('mail.blacklist', nothing, 'create');

    const failures = await failuresOf(world);

    const told = bounced.map((email) => ({ code: 'odoo.access', email }));
    expect({ rule, failures }).toMatchObject({ failures: told });
    for (const email of bounced) expect(await world.odoo.contact(email)).toMatchObject({ optOut: true });
    await expectBothOut(world, both);
  });
}

function undated(odoo: TestOdoo): void {
  it('B45: opt-outs of both sides arrive when a contact and its subscription have no date of writing', async () => {
    await using world = await openWorld(odoo);
    const both = await oneLeavesOnEachSide(world);
    const { id } = (await world.odoo.contact(both.leaves)) ?? { id: 0 };
    const table = world.odoo.session.capabilities.subscriptionModel.replaceAll('.', '_');
    const subscriptions = odoo.version === 14 ? 'mailing_contact_list_rel' : table;
    await inPostgres(odoo, 'update mailing_contact set write_date = null where id = $1', [id]);
    await inPostgres(odoo, `update ${subscriptions} set write_date = null where contact_id = $1`, [id]);

    const failures = await failuresOf(world);

    expect(failures).toEqual([]);
    await expectBothOut(world, both);
  });
}

function addon(odoo: TestOdoo): void {
  it('B45: opt-outs of both sides arrive when nothing of the addon may be written', async () => {
    await using world = await openWorld(odoo, { account: 'refused', name: 'Refused' });
    const both = await oneLeavesOnEachSide(world);
    await using account = await world.odoo.allowsOnly('x_mailchimp_account', nothing, 'write', 'create');
    await using audience = await world.odoo.allowsOnly('x_mailchimp_audience', nothing, 'write', 'create');
    await using log = await world.odoo.allowsOnly('x_mailchimp_log', nothing, 'write', 'create');

    const failures = await failuresOf(world);

    expect({ account, audience, log, failures }).toMatchObject({ failures: [{ code: 'odoo.access' }] });
    await expectBothOut(world, both);
  });
}

describeOdoo('consent beside what is refused', (odoo) => {
  mappings(odoo);
  records(odoo);
  blacklist(odoo);
});

describeAddon('consent beside the addon', addon);

describeOdoo('consent beside rows without a date', undated, {
  notOnSmall: 'nobody can take a date from it',
});
