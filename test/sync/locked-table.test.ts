import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { lockTable } from '../support/staging/other-database.js';
import { eventually } from '../support/eventually.js';
import { openWorld } from '../support/world/open-world.js';
import { HastyClock } from './property/hasty-clock.js';

/** By the bridge's clock, in ms. */
const lockedFor = 75_000;

describeOdoo(
  'a table of Odoo that is locked for longer than a call may take',
  (odoo) => {
    it('B11, B14: makes no contact and no customer twice', async () => {
      const clock = new HastyClock();
      await using world = await openWorld(odoo, {
        clock,
        odoo: { timeout_s: 2 },
        member_options: { auto_create_customer: true },
      });
      const emails = ['ana', 'rui'].map((name) => `${name}@locked-farm.com`);
      await world.mailchimp.has(...emails.map((email_address) => ({ email_address, status: 'subscribed' })));
      await world.fetch({ dryRun: true });
      const lock = await lockTable(odoo, 'res_partner');
      const begun = clock.now().getTime();

      const fetching = world.fetch();
      await eventually('as much time has passed', () =>
        Promise.resolve(clock.now().getTime() > begun + lockedFor),
      );
      await lock[Symbol.asyncDispose]();
      await fetching;
      await world.fetch({ full: true });

      const contacts = await Promise.all(emails.map((email) => world.odoo.contacts(email)));
      const customers = await Promise.all(emails.map((email) => world.odoo.customers(email)));
      expect(contacts.map((all) => all.length)).toEqual([1, 1]);
      expect(customers.map((all) => all.length)).toEqual([1, 1]);
    });
  },
  { notOnSmall: 'it has no tables to lock' },
);
