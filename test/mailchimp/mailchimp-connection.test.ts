import { describe, expect, it } from '@jest/globals';
import { baseUrlOf } from '../../src/mailchimp/mailchimp-connection.js';
import { Secret } from '../../src/support/secret.js';

const connection = (apiKey: string) => ({ apiKey: new Secret(apiKey), maxConnections: 8 });

describe('baseUrlOf', () => {
  it('finds the data centre at the end of the key', () => {
    expect(baseUrlOf(connection('0123456789abcdef-us21'))).toBe('https://us21.api.mailchimp.com/3.0');
  });

  it('overlooks a line break after the key', () => {
    expect(baseUrlOf(connection('0123456789abcdef-us6\n'))).toBe('https://us6.api.mailchimp.com/3.0');
  });

  it('prefers the address that is given, without its last slash', () => {
    const given = { ...connection('any-token'), baseUrl: 'http://127.0.0.1:4010/3.0/' };

    expect(baseUrlOf(given)).toBe('http://127.0.0.1:4010/3.0');
  });

  it.each(['0123456789abcdef', '0123456789abcdef-', 'key-evil.example.org/us1', 'key-us1.evil.org', ''])(
    'refuses the key %j and does not repeat it',
    (key) => {
      expect(() => baseUrlOf(connection(key))).toThrow(
        expect.objectContaining({
          code: 'mailchimp.api_key',
          remedy: 'fix-configuration',
          message: 'The MailChimp API key names no data centre',
          hint: expect.stringContaining('-us6'),
        }),
      );
    },
  );
});
