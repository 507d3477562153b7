import { expect, it } from '@jest/globals';
import { examine } from '../../src/app/doctor.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { AddonOdoo } from '../addon/addon-odoo.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { installLanguage } from '../support/world/install-language.js';
import { openWorld, type World } from '../support/world/open-world.js';
import { asReadmeUser } from '../support/world/readme-user.js';

const marketing = 'mass_mailing.group_mass_mailing_user';

describeOdoo('B43: doctor', (odoo) => {
  const findings = async (config: AccountConfig) => {
    const found = await examine(config, { clock: systemClock });
    return new Map(found.map((finding) => [finding.check, finding]));
  };

  it('finds an administrator’s account well, and tells version and protocol', async () => {
    await using world = await openWorld(odoo);

    const found = await findings(world.config);

    expect([...found.values()].filter(({ ok }) => !ok)).toEqual([]);
    const detail = found.get('Odoo version')?.detail;
    const protocol = odoo.version === 19 ? 'json2' : 'jsonrpc';
    expect(detail).toBe(`${odoo.version}.0 is known to work, protocol ${protocol}`);
  });

  it('B7: customers are written to as soon as tags are kept in step, and who may not is told', async () => {
    await using world = await openWorld(odoo);
    const config = await asMarketer(odoo, world, 'tagger');

    const rights = (await findings(config)).get('Odoo rights');

    expect(rights).toMatchObject({ ok: false, error: { code: 'odoo.access' } });
    expect(rights?.detail).toContain('res.partner (write)');
    expect(rights?.hint).toContain('Contact Creation');
  });

  it('asks for no more than the account does', async () => {
    await using world = await openWorld(odoo, { audience: { tags: 'none' } });
    const config = await asMarketer(odoo, world, 'modest');

    expect((await findings(config)).get('Odoo rights')).toMatchObject({ ok: true });
  });

  it('B59: tells of customers who are users of Odoo, whom the user may not change', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'plain'));
    const admin = await AddonOdoo.connect(odoo);
    await admin.user('colleague', 'base.group_user');
    await admin.close();

    const found = (await findings(world.config)).get('users of Odoo');

    expect(found).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/^\d+ customers with an address are users of Odoo/u),
      hint: expect.stringContaining('opt-outs arrive'),
    });
  });

  it('B5: names countries whose addresses lack a state that Odoo has', async () => {
    const fields = { merge_fields: { ADDRESS: 'address' } };
    await using world = await openWorld(odoo, { audience: fields });
    const [italy] = await world.odoo.search('res.country', [['code', '=', 'IT']], ['code']);
    const email = 'via@places-farm.com';
    await world.odoo.create('res.partner', {
      name: 'Ana',
      email,
      street: 'Via Roma 1',
      country_id: italy?.id,
    });

    const found = await findings(world.config);
    const listed = await findings({ ...world.config, countries_without_states: ['IT'] });

    expect(found.get('postal addresses')).toMatchObject({
      detail: expect.stringContaining('IT'),
      hint: expect.stringContaining('countries_without_states'),
    });
    expect(listed.get('postal addresses')?.detail).not.toContain('IT');
  });

  it('B61: tells in which language tags and labels are read, where several are installed', async () => {
    await using world = await openWorld(odoo);
    const only = (await findings(world.config)).get('Odoo languages');
    await installLanguage(odoo, 'fr_FR');

    const several = (await findings(world.config)).get('Odoo languages');

    expect(only).toMatchObject({ detail: 'en_US is the only one', hint: null });
    expect(several).toMatchObject({
      detail: expect.stringContaining('in en_US; installed are en_US, fr_FR'),
      hint: expect.stringContaining('odoo.lang'),
    });
  });

  it('B58: finds no module that is known to interfere in an Odoo that has none', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'clean'));

    const found = (await findings(world.config)).get('Odoo modules');

    expect(found).toMatchObject({ ok: true, detail: 'none is there that is known to interfere', hint: null });
  });

  it('B60: tells how many companies show', async () => {
    await using world = await openWorld(await asReadmeUser(odoo, 'narrow'), {
      member_options: { auto_create_customer: true },
    });
    const all = (await findings(world.config)).get('Odoo companies');
    await world.odoo.create('res.company', { name: 'Another' });

    const some = (await findings(world.config)).get('Odoo companies');

    expect(all).toMatchObject({ detail: 'there is one, and it shows', hint: null });
    expect(some).toMatchObject({
      ok: true,
      detail: expect.stringContaining('No customers are made'),
      hint: expect.stringContaining('odoo.companies'),
    });
  });
});

/** The account of a user who may do e-mail marketing and nothing else. */
async function asMarketer(odoo: TestOdoo, world: World, login: string): Promise<AccountConfig> {
  const admin = await AddonOdoo.connect(odoo);
  const user = await admin.user(login, marketing);
  await admin.close();
  const key = user.apiKey === undefined ? undefined : new Secret(user.apiKey);
  const own = { username: user.username, password: new Secret(user.password), api_key: key };
  return { ...world.config, odoo: { ...world.config.odoo, ...own } };
}
