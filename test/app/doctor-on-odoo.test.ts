import { expect, it } from '@jest/globals';
import { examine } from '../../src/app/doctor.js';
import type { AccountConfig } from '../../src/config/account-config.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { AddonOdoo } from '../addon/addon-odoo.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { openWorld, type World } from '../support/world/open-world.js';

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
