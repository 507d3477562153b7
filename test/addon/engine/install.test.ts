import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addonDefinition } from '../../../src/addon/definition/addon-definition.js';
import type { AddonItem } from '../../../src/addon/definition/addon-item.js';
import {
  addonStatus,
  installAddon,
  uninstallAddon,
  type Define,
} from '../../../src/addon/engine/manage-addon.js';
import { retrySchemaChange } from '../../../src/addon/engine/retry-schema-change.js';
import { checkAddon } from '../../../src/addon/check-addon.js';
import { addonInstalled } from '../../../src/addon/addon-installed.js';
import { systemClock } from '../../../src/support/clock.js';
import { ConfigurationError } from '../../../src/support/errors.js';
import { failure } from '../../odoo/contract/failure.js';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { AddonOdoo } from '../addon-odoo.js';
import { compare, takeSnapshot, withoutIds, type Snapshot } from '../snapshot.js';

const real = { dryRun: false };

/** The current definition with some items changed, and some left out. */
const changed =
  (change: (item: AddonItem) => AddonItem[]): Define =>
  (facts, options) =>
    addonDefinition(facts, options).flatMap(change);

describeOdoo(
  'B36: the addon in an Odoo',
  (server) => {
    let odoo: AddonOdoo;
    /** The same Odoo over the other protocols: one to install by, one to uninstall. */
    let others: { installs: AddonOdoo; uninstalls: AddonOdoo };
    let pristine: Snapshot;

    beforeAll(async () => {
      odoo = await AddonOdoo.connect(server);
      others = {
        installs: await AddonOdoo.connect(server, server, 'xmlrpc'),
        uninstalls: await AddonOdoo.connect(server, server, server.version === 14 ? 'xmlrpc' : 'json2'),
      };
      pristine = await takeSnapshot(odoo);
    }, 300_000);
    afterAll(async () => {
      for (const each of [others.installs, others.uninstalls, odoo]) await each.close();
    });

    it('is planned and not made in a dry run', async () => {
      const plan = await installAddon(odoo.session, { dryRun: true });

      expect(plan.length).toBeGreaterThan(100);
      expect(plan.every(({ action }) => action === 'create')).toBe(true);
      expect(compare(pristine, await takeSnapshot(odoo))).toEqual([]);
      expect(await addonInstalled(odoo.session)).toBe(false);
      expect(await checkAddon(odoo.session)).toBe('not installed');
    });

    it('is installed with an external id for everything, and a second time finds nothing to do', async () => {
      const done = await installAddon(others.installs.session, real);
      const again = await installAddon(odoo.session, real);

      expect(await odoo.count('ir.model.data', [['module', '=', '__odoo_mailchimp__']])).toBe(done.length);
      expect(again).toEqual([]);
      expect(await addonStatus(odoo.session)).toMatchObject({ state: 'installed', plan: [] });
      expect(await addonInstalled(odoo.session)).toBe(true);
    }, 300_000);

    it('puts right what somebody changed or deleted in Odoo', async () => {
      const view = await odoo.ref('__odoo_mailchimp__.view_job_list');
      const menu = await odoo.ref('__odoo_mailchimp__.menu_jobs');
      await odoo.write('ir.ui.menu', [menu], { name: 'Tasks' });
      await odoo.unlink('ir.ui.view', [view]);

      const done = await installAddon(odoo.session, real);

      expect(done.map(({ action, name }) => `${action} ${name}`)).toEqual([
        'create view_job_list',
        'update menu_jobs',
      ]);
      expect((await odoo.read('ir.ui.menu', menu, ['name'])).name).toBe('Jobs');
    }, 300_000);

    it('is upgraded from another definition: changed, added and removed items', async () => {
      const current = withoutIds(await takeSnapshot(odoo));
      const older: Define = changed((item) => {
        if (item.name === 'menu_log_lines') return [];
        if (item.name === 'menu_logs') return [{ ...item, values: { ...item.values, name: 'History' } }];
        if (item.name === 'field_x_mailchimp_job__x_result') {
          const values = { ...item.values, field_description: 'Outcome', ttype: 'char' };
          return [{ ...item, values }, extraField(item)];
        }
        return [item];
      });
      await installAddon(odoo.session, { ...real, define: older });
      const job = await odoo.createOne('x_mailchimp_job', { x_name: 'Kept', x_state: 'done' });
      const status = await addonStatus(odoo.session);

      const done = await installAddon(odoo.session, real);

      expect(status.state).toBe('incomplete or outdated');
      expect(
        done.filter(({ action }) => action !== 'create').map(({ action, name }) => `${action} ${name}`),
      ).toEqual([
        'delete field_x_mailchimp_job__x_result',
        'delete view_job_list',
        'delete view_job_form',
        'update menu_logs',
        'delete field_x_mailchimp_job__x_old',
      ]);
      expect(compare(current, withoutIds(await takeSnapshot(odoo)))).toEqual([]);
      expect((await odoo.read('x_mailchimp_job', job, ['x_name'])).x_name).toBe('Kept');
      await odoo.unlink('x_mailchimp_job', [job]);
    }, 300_000);

    it('is uninstalled without a trace, whatever people did with it', async () => {
      const partner = await odoo.createOne('res.partner', { name: 'Ana', email: 'ana@acme-widgets.com' });
      const list = await odoo.createOne('mailing.list', { name: 'Newsletter' });
      const audience = await odoo.createOne('x_mailchimp_audience', { x_name: 'A', x_mailchimp_id: 'a' });
      await odoo.write('mailing.list', [list], { x_mailchimp_audience_id: audience });
      await odoo.createOne('ir.filters', {
        name: 'Mine',
        model_id: 'x_mailchimp_log',
        domain: '[]',
      });

      await uninstallAddon(others.uninstalls.session, real);

      expect(compare(pristine, await takeSnapshot(odoo))).toEqual([]);
      expect(await addonInstalled(odoo.session)).toBe(false);
      expect(await odoo.count('res.partner', [['id', '=', partner]])).toBe(1);
      expect(await odoo.count('mailing.list', [['id', '=', list]])).toBe(1);
      expect(await uninstallAddon(odoo.session, real)).toEqual([]);
    }, 300_000);

    describe('with a user who is no administrator', () => {
      it('is refused before anything is done, naming what is missing', async () => {
        const marketer = await odoo.as(await odoo.user('marketer', 'mass_mailing.group_mass_mailing_user'));

        const error = await failure(installAddon(marketer.session, real));

        expect(error).toBeInstanceOf(ConfigurationError);
        expect(error.code).toBe('odoo.access');
        expect(error.message).toContain('ir.ui.view');
        expect(error.hint).toContain('Administration / Settings');
        expect(await odoo.count('ir.model.data', [['module', '=', '__odoo_mailchimp__']])).toBe(0);
        await marketer.close();
      });
    });

    it('leaves a field of another module alone that is named like one of its own', async () => {
      const partner = await odoo.ref('base.model_res_partner');
      const theirs = { name: 'x_mailchimp_other', field_description: 'Theirs', ttype: 'char', state: 'base' };
      const field = await odoo.createOne('ir.model.fields', { ...theirs, model_id: partner });
      const name = { module: 'other_module', name: 'field_res_partner__x_mailchimp_other' };
      const xmlId = await odoo.createOne('ir.model.data', {
        ...name,
        model: 'ir.model.fields',
        res_id: field,
      });

      await uninstallAddon(odoo.session, real);

      expect(await odoo.count('ir.model.fields', [['id', '=', field]])).toBe(1);
      await odoo.unlink('ir.model.data', [xmlId]);
      const context = { _force_unlink: true };
      await odoo.transport.call({ model: 'ir.model.fields', method: 'unlink', ids: [field], context });
    }, 300_000);

    describe('beside something of the same name', () => {
      it('is refused, and touches it neither then nor when uninstalling', async () => {
        const mine = { name: 'Mine', model: 'x_mailchimp_log' };
        const model = await retrySchemaChange(systemClock, () => odoo.createOne('ir.model', mine));

        const error = await failure(installAddon(odoo.session, real));
        await uninstallAddon(odoo.session, real);

        expect(error.code).toBe('addon.name_taken');
        expect(error.message).toContain('model x_mailchimp_log');
        expect(await odoo.count('ir.model', [['id', '=', model]])).toBe(1);
        await retrySchemaChange(systemClock, () => odoo.unlink('ir.model', [model]));
      }, 300_000);
    });
  },
  { notOnSmall: 'it has no views and server actions for an addon to be made of' },
);

function extraField(item: AddonItem): AddonItem {
  const values = { ...item.values, name: 'x_old', field_description: 'Old' };
  return { ...item, name: 'field_x_mailchimp_job__x_old', values };
}
