import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkAddon } from '../../src/addon/check-addon.js';
import { failure } from '../odoo/contract/failure.js';
import { describeAddon } from '../support/staging/describe-odoo.js';
import { AddonOdoo } from './addon-odoo.js';

const marketing = 'mass_mailing.group_mass_mailing_user';

describeAddon('B43: what doctor says of the addon', (server) => {
  let admin: AddonOdoo;

  beforeAll(async () => {
    admin = await AddonOdoo.connect(server);
  }, 300_000);
  afterAll(() => admin.close());

  const userWith = async (login: string, ...groups: string[]): Promise<AddonOdoo> =>
    admin.as(await admin.user(login, ...groups));

  it('installed, changed, for an administrator and for the bridge’s own user', async () => {
    const bridge = await userWith('bridge', marketing, '__odoo_mailchimp__.group_bridge');
    const after = [await checkAddon(admin.session), await checkAddon(bridge.session)];
    const rating = await admin.ref('__odoo_mailchimp__.field_x_mailchimp_audience__x_rating');
    const form = await admin.ref('__odoo_mailchimp__.view_audience_form');
    await admin.unlink('ir.ui.view', [form]);
    await admin.unlink('ir.model.fields', [rating]);

    const changed = await failure(checkAddon(admin.session));
    const seenByBridge = await failure(checkAddon(bridge.session));
    await bridge.close();

    expect(after).toEqual(['installed', 'installed']);
    expect(changed).toMatchObject({ code: 'addon.outdated' });
    expect(seenByBridge).toMatchObject({ code: 'addon.outdated' });
    expect(seenByBridge.message).toContain('x_mailchimp_audience.x_rating');
  }, 300_000);

  it('what the user may not do, and which group it needs', async () => {
    const marketer = await userWith('marketer', marketing);

    const error = await failure(checkAddon(marketer.session));
    await marketer.close();

    expect(error).toMatchObject({ code: 'odoo.access' });
    expect(error.message).toContain('write x_mailchimp_account');
    expect(error.hint).toContain('MailChimp Bridge');
  }, 300_000);
});
