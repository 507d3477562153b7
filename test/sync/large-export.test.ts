import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { openWorld } from '../support/world/open-world.js';

const total = 10_000;
const refused = 500;

// What it costs is the same with any Odoo.
const newest = { versions: [19] } as const;

describeOdoo(
  'an export of many',
  (odoo) => {
    it('B21, B23: of 10,000 customers of whom 500 are refused the others arrive, and the log names the 500', async () => {
      await using world = await openWorld(odoo, {
        audience: {
          auto_export: { enabled: true, model: 'res.partner', domain: [['email', '=like', '%.large@%']] },
        },
      });
      const customers = Array.from({ length: total }, (_, index) => ({
        name: `Ana ${index}`,
        email: `c${index}.large@${index % 20 === 0 ? 'example.com' : 'large-farm.com'}`,
      }));
      await world.odoo.session.transport.call({
        ...{ model: 'res.partner', method: 'create', params: { vals_list: customers } },
        // Without a line in the history of each.
        context: { tracking_disable: true },
      });

      const run = await world.autoExport({ allowLarge: true });

      expect(run.totals).toMatchObject({ created: total - refused, failed: refused });
      expect(await world.mailchimp.count('subscribed')).toBe(total - refused);
      expect(run.api_calls.mailchimp).toBeLessThan(60);
      const [log] = await world.bridge.listLogs();
      const { lines } = await world.bridge.showLog(log?.id ?? 0);
      expect(lines).toHaveLength(refused);
      const [line] = lines;
      expect(line?.description).toBe(
        `${line?.email} looks fake or invalid, please enter a real email address.`,
      );
    }, 300_000);
  },
  newest,
);
