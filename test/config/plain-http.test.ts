import { describe, expect, it } from '@jest/globals';
import { plainHttp } from '../../src/config/plain-http.js';
import { accountOf, anAccount } from './an-account.js';

const withOdoo = (url: string) => accountOf(anAccount.replace('https://odoo.example.org', url));

describe('B63: what crosses a network unencrypted', () => {
  it.each([
    'http://odoo.example.org',
    'http://10.0.0.4:8069',
    'http://127.example.org',
    'http://localhost.example.org',
  ])('%s is named', (url) => {
    expect(plainHttp(withOdoo(url))).toEqual([
      `odoo.url is plain http:// to ${new URL(url).host}: the login and everybody’s data can be read on the way`,
    ]);
  });

  it.each(['https://odoo.example.org', 'http://localhost:8069', 'http://127.0.0.1:8069', 'http://[::1]'])(
    '%s is not',
    (url) => {
      expect(plainHttp(withOdoo(url))).toEqual([]);
    },
  );

  it('MailChimp’s address is looked at as well, for the API key goes there', () => {
    const config = accountOf(
      anAccount.replace('audiences:', '  base_url: http://sandbox.example.org/3.0\naudiences:'),
    );

    expect(plainHttp(config)).toEqual([
      expect.stringMatching(/^mailchimp\.base_url .* sandbox\.example\.org:/u),
    ]);
  });
});
