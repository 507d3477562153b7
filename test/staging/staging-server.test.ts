import { expect, it } from '@jest/globals';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { callOdoo } from './call-odoo.js';

const notOnSmall = 'it is about the servers themselves';

describeOdoo(
  'a staging server',
  (odoo) => {
    const installed = (module: string) => [
      [
        ['name', '=', module],
        ['state', '=', 'installed'],
      ],
    ];

    it('has mass_mailing and contacts', async () => {
      const mailing = await callOdoo(odoo, 'ir.module.module', 'search_count', installed('mass_mailing'));
      const contacts = await callOdoo(odoo, 'ir.module.module', 'search_count', installed('contacts'));

      expect([mailing, contacts]).toEqual([1, 1]);
    });

    it('accepts the API key in place of the password', async () => {
      const withKey = { ...odoo, database: odoo.database, password: odoo.apiKey };

      expect(await callOdoo(withKey, 'res.users', 'search_count', [[['login', '=', 'admin']]])).toBe(1);
    });
  },
  { notOnSmall },
);

describeOdoo(
  'a staging server without mass_mailing',
  (odoo) => {
    it('does not know mailing contacts', async () => {
      const found = await callOdoo(odoo, 'ir.model', 'search_count', [[['model', '=', 'mailing.contact']]]);

      expect(found).toBe(0);
    });
  },
  { template: 'tmpl_bare', notOnSmall },
);
