import { describe, expect, it } from '@jest/globals';
import type { ContractSession } from './contract-session.js';

export function contextContract(odoo: ContractSession): void {
  describe('context', () => {
    it('reaches Odoo: archived records are seen when asked for', async () => {
      const ids = await odoo.create('mailing.list', { name: odoo.unique('Old'), active: false });
      const search = { model: 'mailing.list', method: 'search', params: { domain: [['id', 'in', ids]] } };

      const seen = await odoo.call({ ...search, context: { active_test: false } });

      expect([await odoo.call(search), seen]).toEqual([[], ids]);
    });

    it('is accepted with writes', async () => {
      const context = {
        tracking_disable: true,
        mail_create_nosubscribe: true,
        mail_notrack: true,
        lang: 'en_US',
        tz: 'UTC',
      };
      const params = { vals_list: [{ name: odoo.unique('Quiet') }] };

      expect(await odoo.call({ model: 'res.partner', method: 'create', params, context })).toHaveLength(1);
    });
  });
}
