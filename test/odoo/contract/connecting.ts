import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, LoginError } from '../../../src/support/errors.js';
import { Secret } from '../../../src/support/secret.js';
import { failure } from './failure.js';
import type { ContractSession } from './contract-session.js';

export function connectingContract(odoo: ContractSession): void {
  describe('connecting', () => {
    it('logs in and tells the version, the user and the capabilities', () => {
      expect(odoo.session.uid).toBe(2);
      expect(odoo.session.serverVersion.text).toMatch(/^\d+\.\d+/);
      expect([...odoo.session.capabilities.contactFields.keys()]).toContain(
        odoo.session.capabilities.contactSubscriptions,
      );
      expect(odoo.session.capabilities.customerFields.get('country_id')).toMatchObject({
        type: 'many2one',
        relation: 'res.country',
        readonly: false,
      });
      expect(odoo.session.capabilities.customerFields.get('email_normalized')?.readonly).toBe(true);
      expect(odoo.session.transport.protocol).toBe(odoo.options.protocol);
    });

    it('names a wrong password or key as a login that is refused', async () => {
      const wrong = new Secret('wrong-on-purpose');

      const error = await failure(odoo.connect({ password: wrong, apiKey: wrong }));

      expect(error).toBeInstanceOf(LoginError);
      expect(error.code).toBe('odoo.login');
      expect(error.message).not.toContain('wrong-on-purpose');
    });

    it('names an unknown database', async () => {
      const error = await failure(odoo.connect({ database: 'no_such_database' }));

      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.code).toBe('odoo.database');
    });
  });
}
