import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, RecordError } from '../../../src/support/errors.js';
import { failure, expectOneLine } from './failure.js';
import type { ContractSession } from './contract-session.js';

/** XML-RPC sends one fault code for all of them. */
const refusedForItsContent = /^odoo\.(validation|user_error|missing|server_error|constraint)$/;

export function refusalsContract(odoo: ContractSession): void {
  describe('refusals', () => {
    it('a second subscription to the same mailing list is the record’s fault', async () => {
      const line = [0, 0, { list_id: await odoo.aMailingList() }];
      const twice = { name: 'Twice', email: odoo.address(), [odoo.subscriptions()]: [line, line] };

      const error = await failure(odoo.create('mailing.contact', twice));

      expect(error).toBeInstanceOf(RecordError);
      expect(error.code).toMatch(refusedForItsContent);
      expectOneLine(error);
    });

    it('a refused record takes the whole call with it', async () => {
      const email = odoo.address();
      const line = [0, 0, { list_id: await odoo.aMailingList() }];
      const bad = { name: 'Bad', email: odoo.address(), [odoo.subscriptions()]: [line, line] };

      await failure(odoo.create('mailing.contact', { name: 'Good', email }, bad));

      const left = {
        model: 'mailing.contact',
        method: 'search_count',
        params: { domain: [['email', '=', email]] },
      };
      expect(await odoo.call(left)).toBe(0);
    });

    it('a malformed address on the blacklist is the record’s fault', async () => {
      const error = await failure(odoo.create('mail.blacklist', { email: 'not an address' }));

      expect(error).toBeInstanceOf(RecordError);
      expect(error.code).toBe('odoo.user_error');
      expectOneLine(error);
    });

    it('the blacklist normalises, and keeps the row of a known address as it is, archived or not', async () => {
      const [email, other] = [odoo.address(), odoo.address()];
      const model = 'mail.blacklist';
      const [id = 0] = await odoo.create(model, { email: `Someone <${email.toUpperCase()}>` });
      await odoo.call({ model, method: 'write', ids: [id], params: { vals: { active: false } } });

      const again = await odoo.create(model, { email: other }, { email }, { email: other });

      expect(again).toHaveLength(2);
      expect(await odoo.read(model, [id], ['email', 'active'])).toEqual([{ id, email, active: false }]);
    });

    it('a link to a record that is not there is the record’s fault', async () => {
      const error = await failure(odoo.create('res.partner', { name: 'Lost', parent_id: 999_999_999 }));

      expect(error).toBeInstanceOf(RecordError);
      expect(error.code).toMatch(refusedForItsContent);
      expectOneLine(error);
    });

    it('an unknown model says which app is missing', async () => {
      const error = await failure(
        odoo.call({ model: 'mailing.nothing', method: 'search', params: { domain: [] } }),
      );

      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.code).toBe('odoo.missing_model');
      expect(error.hint).toContain('Email Marketing');
    });

    it('an unknown method', async () => {
      const error = await failure(odoo.call({ model: 'mailing.contact', method: 'no_such_method' }));

      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.code).toBe('odoo.missing_method');
    });

    it.each([
      ['read', { fields: ['no_such_field'] }],
      ['write', { vals: { no_such_field: 1 } }],
    ])('an unknown field in a %s', async (method, params) => {
      const ids = await odoo.create('mailing.contact', { name: 'Known', email: odoo.address() });

      const error = await failure(odoo.call({ model: 'mailing.contact', method, ids, params }));

      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.code).toBe('odoo.missing_field');
      expect(error.message).toContain('no_such_field');
    });

    it('an unknown field in a domain', async () => {
      const params = { domain: [['no_such_field', '=', 1]] };

      const error = await failure(odoo.call({ model: 'mailing.contact', method: 'search', params }));

      expect(error.code).toBe('odoo.missing_field');
    });
  });
}
