import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkFace } from '../../src/addon/check-face.js';
import { installFace } from '../../src/addon/engine/manage-face.js';
import { failure } from '../odoo/contract/failure.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { FaceOdoo } from './face-odoo.js';

const marketing = 'mass_mailing.group_mass_mailing_user';

describeOdoo('B43: what doctor says of the face', (server) => {
  let admin: FaceOdoo;

  beforeAll(async () => {
    admin = await FaceOdoo.connect(server);
  }, 60_000);
  afterAll(() => admin.close());

  const userWith = async (login: string, ...groups: string[]): Promise<FaceOdoo> =>
    admin.as(await admin.user(login, ...groups));

  it('not installed, installed, changed, for an administrator and for the bridge’s own user', async () => {
    const before = await checkFace(admin.session);
    await installFace(admin.session, { dryRun: false });
    const bridge = await userWith('bridge', marketing, '__odoo_mailchimp__.group_bridge');
    const after = [await checkFace(admin.session), await checkFace(bridge.session)];
    const rating = await admin.ref('__odoo_mailchimp__.field_x_mailchimp_audience__x_rating');
    const form = await admin.ref('__odoo_mailchimp__.view_audience_form');
    await admin.unlink('ir.ui.view', [form]);
    await admin.unlink('ir.model.fields', [rating]);

    const changed = await failure(checkFace(admin.session));
    const seenByBridge = await failure(checkFace(bridge.session));
    await bridge.close();

    expect([before, after]).toEqual(['not installed', ['installed', 'installed']]);
    expect(changed).toMatchObject({ code: 'addon.outdated' });
    expect(seenByBridge).toMatchObject({ code: 'addon.outdated' });
    expect(seenByBridge.message).toContain('x_mailchimp_audience.x_rating');
  }, 120_000);

  it('what the user may not do, and which group it needs', async () => {
    await installFace(admin.session, { dryRun: false });
    const marketer = await userWith('marketer', marketing);

    const error = await failure(checkFace(marketer.session));
    await marketer.close();

    expect(error).toMatchObject({ code: 'odoo.access' });
    expect(error.message).toContain('write x_mailchimp_account');
    expect(error.hint).toContain('MailChimp Bridge');
  }, 120_000);
});
