import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { backUp } from '../support/staging/other-database.js';
import { openWorld } from '../support/world/open-world.js';

const [late, stranger, left] = ['late@backup-farm.com', 'stranger@backup-farm.com', 'left@backup-farm.com'];

describeOdoo(
  'a database that was restored from a backup',
  (odoo) => {
    it('B46, B52: links no member to who has the id now, takes no old state for an opt-in, and is told once', async () => {
      await using world = await openWorld(odoo, { policies: { resubscribe: 'subscribed' } });
      await world.mailchimp.has({ email_address: left, status: 'subscribed' });
      await world.sync();
      const restore = await backUp(odoo);
      await world.odoo.setOptOut(left, true);
      const id = await world.odoo.hasContact({ name: 'Late', email: late });
      await world.exportContacts();
      await restore();
      const again = await world.odoo.hasContact({ name: 'Stranger', email: stranger });

      const first = await world.sync();
      const second = await world.sync();

      expect(again).toBe(id);
      expect((await world.mailchimp.member(late))?.status).toBe('subscribed');
      expect(await world.mailchimp.member(stranger)).toBeNull();
      expect((await world.mailchimp.member(left))?.status).toBe('unsubscribed');
      expect(await world.odoo.contact(left)).toMatchObject({ optOut: true });
      expect(await world.odoo.contact(late)).toMatchObject({ optOut: false });
      expect(first.warnings.map(({ code }) => code)).toEqual(['database_restored']);
      expect(second.warnings).toEqual([]);
    });
  },
  { notOnSmall: 'it has no backups' },
);
