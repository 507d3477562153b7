import { describe, expect, it } from '@jest/globals';
import { failure } from './failure.js';
import type { ContractSession } from './contract-session.js';

/** Text, and what Odoo reads out of it up to 15.0 and from 16.0 on (docs: odoo-api, §6). */
const readings: readonly (readonly [text: string, old: string | false, recent: string | false])[] = [
  ['Foo <Foo@X.pt>', 'foo@x.pt', 'foo@x.pt'],
  ['"Ana, S." <ana@a.pt>', 'ana@a.pt', 'ana@a.pt'],
  [' ana@a.pt ', 'ana@a.pt', 'ana@a.pt'],
  ['ana@a.pt (work)', 'ana@a.pt', 'ana@a.pt'],
  ['mailto:ana@a.pt', 'ana@a.pt', 'ana@a.pt'],
  ['ana@localhost', 'ana@localhost', 'ana@localhost'],
  ['ana@a..pt', 'ana@a..pt', 'ana@a..pt'],
  ['@firma.pt', '@firma.pt', '@firma.pt'],
  ['ana@', false, false],
  ['no address', false, false],
  ['two@@firma.pt', '@firma.pt', '@firma.pt'],
  ['two@.x@firma.pt', '@firma.pt', '.x@firma.pt'],
  ['a@b.pt@c.pt', '@c.pt', 'a@b.pt'],
  ['x y@firma.pt', 'x y@firma.pt', 'y@firma.pt'],
  ['ana@a.pt, rui@a.pt', false, 'ana@a.pt'],
  ['ana@a.pt; rui@a.pt', false, 'ana@a.pt'],
  ['ana@a.pt\nrui@a.pt', false, 'ana@a.pt'],
  ['ana@a.pt rui@a.pt', '@a.pt', 'ana@a.pt'],
  ['JÜRGEN@Firma.de', 'jürgen@firma.de', 'JÜRGEN@firma.de'],
  ['ana@Müller.DE', 'ana@müller.de', 'ana@müller.de'],
];

export function addressesContract(odoo: ContractSession): void {
  describe('addresses', () => {
    it('are read out of a text as the version does it, with customers as with contacts', async () => {
      const isOld = odoo.session.serverVersion.major <= 15;
      const expected = readings.map(([, old, recent]) => (isOld ? old : recent));
      const rows = readings.map(([email]) => ({ name: 'Ana', email }));

      const contacts = await odoo.create('mailing.contact', ...rows);
      const customers = await odoo.create('res.partner', ...rows);

      expect(await normalized('mailing.contact', contacts)).toEqual(expected);
      expect(await normalized('res.partner', customers)).toEqual(expected);
    });

    it('of which there are several in a text are no address for the blacklist', async () => {
      const error = await failure(odoo.create('mail.blacklist', { email: 'ana@two.pt, rui@two.pt' }));

      expect(error.code).toBe('odoo.user_error');
    });

    async function normalized(model: string, ids: readonly number[]): Promise<unknown[]> {
      return (await odoo.read(model, ids, ['email_normalized'])).map((row) => row.email_normalized);
    }
  });
}
