import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor, maskEmails } from '../../src/support/redact.js';
import { Secret } from '../../src/support/secret.js';

const key = '0123456789abcdef0123456789abcdef-us6';

describe('maskEmails', () => {
  it.each([
    ['ana@acme-widgets.com', 'a***@acme-widgets.com'],
    ['Ana <ana.sousa+news@mail.acme.pt>, bo@acme.pt.', 'Ana <a***@mail.acme.pt>, b***@acme.pt.'],
    ["o'brien@acme.ie", 'o***@acme.ie'],
    ["'ana@acme.com' is no member", "'a***@acme.com' is no member"],
    ['jörg@büro.de', 'j***@büro.de'],
    ['/lists/a1/members/ana%40acme.com/tags', '/lists/a1/members/a***@acme.com/tags'],
    ['a@b.co', 'a***@b.co'],
  ])('makes of %s: %s', (text, masked) => {
    expect(maskEmails(text)).toBe(masked);
  });

  it.each(['no address', '@handle', '3 @ 5', 'npm@10'])('leaves %s alone', (text) => {
    expect(maskEmails(text)).toBe(text);
  });

  it('stays quick on a long word without an @', () => {
    expect(maskEmails('a'.repeat(200_000))).toHaveLength(200_000);
  });

  it.each(["a'", "'", 'a@', "a'@", '%40', 'a.', 'a@a.', '@', "a%40'"])(
    'B1: goes once through a text of any length: %s',
    (part) => {
      // Going back over it for each character would take minutes.
      const text = part.repeat(200_000);

      expect(maskEmails(`${text} ana@acme.com`)).toBe(`${text} a***@acme.com`);
    },
  );

  it('B1: shows no address, whatever stands around it', () => {
    const around = fc
      .array(fc.constantFrom("'", 'a', '.', '@', '%40', ' ', '-', '+', ',', '<', 'é', '7'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(around, around, (before, after) => {
        const masked = maskEmails(`${before} rui.costa@shop.pt ${after}`);

        expect(masked).toContain(' r***@shop.pt ');
        expect(maskEmails(masked)).toBe(masked);
      }),
    );
  });
});

describe('createRedactor', () => {
  it('B1: masks a secret by value wherever it stands', () => {
    const redact = createRedactor({ secrets: [new Secret(key), 'hunter-2-hunter'] });

    expect(redact(`key ${key}, password hunter-2-hunter!`)).toBe('key •••, password •••!');
  });

  it('knows the forms a secret takes in an address line, in JSON and in an authorization header', () => {
    const secret = 'p/ss "word" +1';
    const redact = createRedactor({ secrets: [secret] });

    const seen = [encodeURIComponent(secret), JSON.stringify({ secret })].map(redact).join(' ');

    expect(seen).not.toContain('p%2Fss');
    expect(seen).not.toContain('word');
  });

  it('leaves no usable piece of a key in a Basic authorization, whatever the user name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (user) => {
        const header = Buffer.from(`${user}:${key}`).toString('base64');

        const seen = Buffer.from(createRedactor({ secrets: [key] })(header).replaceAll('•', ''), 'base64');

        expect(seen.includes(key.slice(4, -4))).toBe(false);
      }),
    );
  });

  it('masks the longer of two secrets that begin alike', () => {
    const redact = createRedactor({ secrets: ['secret', 'secret-and-more'] });

    expect(redact('secret-and-more')).toBe('•••');
  });

  it('does not mask everyday words that happen to be a password', () => {
    const redact = createRedactor({ secrets: ['odoo', ''] });

    expect(redact('odoo-mailchimp speaks to Odoo')).toBe('odoo-mailchimp speaks to Odoo');
  });

  it('shows addresses when asked, secrets never', () => {
    const redact = createRedactor({ secrets: [key], showEmails: true });

    expect(redact(`ana@acme.com ${key}`)).toBe('ana@acme.com •••');
  });
});
