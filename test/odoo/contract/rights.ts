import { describe, expect, it } from '@jest/globals';
import { connectOdoo, type OdooSession } from '../../../src/odoo/connect.js';
import { hasModelAccess } from '../../../src/odoo/model-access.js';
import { systemClock } from '../../../src/support/clock.js';
import { ConfigurationError } from '../../../src/support/errors.js';
import { Secret } from '../../../src/support/secret.js';
import { failure } from './failure.js';
import type { ContractSession } from './contract-session.js';

export function rightsContract(odoo: ContractSession): void {
  describe('rights', () => {
    it('are told for a model', async () => {
      expect(await hasModelAccess(odoo.session, 'mailing.contact', 'write')).toBe(true);
    });

    it('refuse a private method', async () => {
      const error = await failure(
        odoo.call({ model: 'res.partner', method: '_compute_display_name', ids: [1] }),
      );

      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.code).toBe('odoo.access');
    });

    const { limitedUser, subject, protocol } = odoo.options;
    if (limitedUser) {
      it('refuse a user who has none, naming model and right', async () => {
        const { url, database } = subject();
        const { username, password } = await limitedUser(odoo.session);
        const connection = { url, database, username, password: new Secret(password), protocol };

        const error = await failure(connectOdoo(connection, { clock: systemClock }).then(createContact));

        expect(error).toBeInstanceOf(ConfigurationError);
        expect(error.code).toBe('odoo.access');
        expect(error.message).toContain('mailing.contact');
        expect(error.hint).toContain('Email Marketing / User');
      });
    }
  });
}

async function createContact({ transport }: OdooSession): Promise<void> {
  try {
    await transport.call({
      model: 'mailing.contact',
      method: 'create',
      params: { vals_list: [{ name: 'x' }] },
    });
  } finally {
    await transport.close();
  }
}
