import { expect, it } from '@jest/globals';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { asReadmeUser } from '../../support/world/readme-user.js';
import { hasMembers } from '../../sync/has-members.js';
import { openWorld } from '../../support/world/open-world.js';

const alerts = { alerts: [{ odoo_user: 'admin' }, { email: ['ops@alert-farm.com'] }] };

describeOdoo(
  'alerts in Odoo, by a user with the README’s rights',
  (odoo) => {
    it('B65: an activity and an e-mail, once, and the activity is done when it works again', async () => {
      await using world = await openWorld(await asReadmeUser(odoo, 'bridge'), alerts);
      const ops = await world.odoo.create('res.partner', { name: 'Ops', email: 'ops@alert-farm.com' });
      const [member] = await hasMembers(world, 'member');
      await world.mailchimp.changeMergeField('LNAME', { tag: 'GONE' });
      await world.mailchimp.persona(member, 'profile', { merge_fields: { FNAME: 'Eva' } });
      const mine = [['summary', 'ilike', 'MailChimp bridge']];
      const sent = [
        ['res_partner_id', '=', ops],
        ['notification_type', '=', 'email'],
      ];

      await world.sync().catch(() => undefined);
      await world.sync().catch(() => undefined);
      const activities = await world.odoo.search('mail.activity', mine, ['summary', 'note', 'user_id']);
      const emails = await world.odoo.search('mail.notification', sent, ['notification_type']);
      await world.mailchimp.changeMergeField('GONE', { tag: 'LNAME' });
      await world.sync();

      expect(activities).toEqual([
        expect.objectContaining({ summary: 'MailChimp bridge, account test: needs attention' }),
      ]);
      expect(String(activities[0]?.note)).toContain('LNAME');
      expect(emails).toHaveLength(1);
      expect(await world.odoo.search('mail.activity', mine, ['summary'])).toEqual([]);
      expect(await world.odoo.search('mail.notification', sent, ['notification_type'])).toHaveLength(2);
    });

    it('B65: alerts test names whom Odoo does not know', async () => {
      const channels = { alerts: [{ odoo_user: 'nobody.there' }, { email: ['nobody@alert-farm.com'] }] };
      await using world = await openWorld(await asReadmeUser(odoo, 'tester'), channels);

      const tested = await world.bridge.testAlerts();

      expect(tested.map(({ error }) => error?.code)).toEqual(['alert.no_user', 'alert.no_contact']);
    });
  },
  { notOnSmall: 'it has no activities and no messages' },
);
