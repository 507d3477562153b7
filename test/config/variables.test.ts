import { describe, expect, it } from '@jest/globals';
import { accountOf, anAccount, problemsOf } from './an-account.js';

describe('B1 A variable', () => {
  it('stands for a whole value or a part of one', () => {
    const text = anAccount.replace('production', '${STAGE}').replace('Newsletter', '${STAGE} news, ${STAGE}');

    const account = accountOf(text, { STAGE: 'test' });

    expect(account.odoo.database).toBe('test');
    expect(account.audiences[0]?.mailing_list).toBe('test news, test');
  });

  it('may hold what looks like a variable itself', () => {
    expect(accountOf(anAccount, { ODOO_PASSWORD: 'a${B}$&' }).odoo.password?.reveal()).toBe('a${B}$&');
  });

  it.each([undefined, ''])('that is %p is reported where it stands, once', (value) => {
    expect(problemsOf(anAccount, { ODOO_PASSWORD: value })).toEqual([
      '6:13: ${ODOO_PASSWORD} is not set — put ODOO_PASSWORD=… into .env or the environment',
    ]);
  });

  it('keeps the key’s own rules quiet while it is missing', () => {
    const text = anAccount.replace('https://odoo.example.org', '${ODOO_URL}');

    expect(problemsOf(text)).toEqual([
      '3:8: ${ODOO_URL} is not set — put ODOO_URL=… into .env or the environment',
    ]);
  });

  it.each(['${MY-NAME}', '${', '${}', '${1ST}'])('is not %s', (text) => {
    expect(problemsOf(anAccount.replace('production', `'${text}'`))).toEqual([
      '4:13: odoo.database has a ${ that begins no variable — write ${NAME}, in letters, digits and _',
    ]);
  });

  it('is not expanded in keys', () => {
    const { audiences } = accountOf(`${anAccount}    interests:\n      '\${ODOO_PASSWORD}': x_news\n`);

    expect(audiences[0]?.interests).toEqual({ '${ODOO_PASSWORD}': 'x_news' });
  });
});

describe('B1 A secret that is written out', () => {
  it.each([
    ['odoo.password', '${ODOO_PASSWORD}', '6:13', '${ODOO_PASSWORD}'],
    ['mailchimp.api_key', '${MAILCHIMP_API_KEY}', '8:12', '${MAILCHIMP_API_KEY}'],
  ])('is refused and not shown: %s', (key, found, place, advice) => {
    const problems = problemsOf(anAccount.replace(found, 'hunter2-us6'));

    expect(problems).toEqual([
      `${place}: ${key} is written out — write ${advice} and put the value into .env`,
    ]);
  });

  it.each(['12345', 'true', '"pass ${"'])('also when it is %s', (value) => {
    const [problem] = problemsOf(anAccount.replace('${ODOO_PASSWORD}', value));

    expect(problem).toMatch(/^6:13: odoo\.password /u);
    expect(problem).not.toContain(value);
  });

  it('in webhooks', () => {
    const text = `${anAccount}webhooks:\n  public_url: https://bridge.example.org\n  token: hunter2hunter2hunter2\n  previous_token: hunter2\n`;

    expect(problemsOf(text)).toEqual([
      '14:10: webhooks.token is written out — write ${WEBHOOK_TOKEN} and put the value into .env',
      '15:19: webhooks.previous_token is written out — write ${WEBHOOK_PREVIOUS_TOKEN} and put the value into .env',
    ]);
  });
});

describe('B30 A webhook token', () => {
  const text = `${anAccount}webhooks:\n  public_url: https://bridge.example.org\n  token: \${TOKEN}\n`;

  it.each([
    ['s3cret', 'is too short to be a secret'],
    ['s3cret/s3cret?s3cret', 'has characters that don’t belong in an address'],
  ])('is long and fits into an address', (token, complaint) => {
    expect(problemsOf(text, { TOKEN: token })).toEqual([
      `14:10: webhooks.token ${complaint} — make one with: openssl rand -hex 32`,
    ]);
  });
});
