import { describe, expect, it } from '@jest/globals';
import { accountOf, anAccount, problemsOf } from './an-account.js';

describe('Keys that need each other', () => {
  it('Odoo asks for a password or an API key', () => {
    expect(problemsOf(anAccount.replace('  password: ${ODOO_PASSWORD}\n', ''))).toEqual([
      '2:1: odoo has no password and no api_key — write password: ${ODOO_PASSWORD}',
    ]);
  });

  it('an API key is enough, also for json2', () => {
    const text = anAccount.replace(
      'password: ${ODOO_PASSWORD}',
      'api_key: ${ODOO_PASSWORD}\n  protocol: json2',
    );

    expect(accountOf(text).odoo).toMatchObject({ protocol: 'json2' });
  });

  it('a password is not, for json2', () => {
    expect(problemsOf(anAccount.replace('mailchimp:', '  protocol: json2\nmailchimp:'))).toEqual([
      '7:13: json2 needs an API key — write api_key: ${ODOO_API_KEY} under odoo',
    ]);
  });

  it('B63: a login at a server before Odoo does not go with json2, which needs its header', () => {
    const lines =
      '  api_key: ${ODOO_PASSWORD}\n  protocol: json2\n  basic_auth: { username: u, password: "${ODOO_PASSWORD}" }\n';

    expect(problemsOf(anAccount.replace('mailchimp:', `${lines}mailchimp:`))).toEqual([
      '8:13: json2 sends the API key where basic_auth belongs — write auto, jsonrpc or xmlrpc, which take the API key too',
    ]);
  });

  it('B63: that login is a name and a password, which is a secret', () => {
    const written = '  basic_auth: { username: u, password: open }\n';

    expect(problemsOf(anAccount.replace('mailchimp:', `${written}mailchimp:`))).toEqual([
      expect.stringContaining('odoo.basic_auth.password is written out — write ${STAGING_PASSWORD}'),
    ]);
  });

  it('B2 customers are made for members that are', () => {
    const text = `${anAccount}member_options:\n  auto_create_member: false\n  auto_create_customer: true\n`;

    expect(problemsOf(text)).toEqual([
      '14:25: auto_create_customer needs auto_create_member — set that to true, or this to false',
    ]);
  });

  it('the MailChimp key names its data centre', () => {
    expect(problemsOf(anAccount, { MAILCHIMP_API_KEY: 's3cret' })).toEqual([
      '8:12: the key names no data centre — copy it whole, with the part after the dash (…-us6)',
    ]);
  });

  it('or the address of the API is given', () => {
    const text = anAccount.replace('audiences:', '  base_url: http://127.0.0.1:4010/3.0\naudiences:');

    expect(accountOf(text, { MAILCHIMP_API_KEY: 's3cret' }).mailchimp.base_url).toBe(
      'http://127.0.0.1:4010/3.0',
    );
  });
});

describe('B3 Audiences', () => {
  it('are named once', () => {
    expect(problemsOf(`${anAccount}  - id: a36b032126\n`)).toEqual([
      '12:9: audiences[1].id is the same as audiences[0].id — name each audience once',
    ]);
  });

  it('have a mailing list each', () => {
    expect(problemsOf(`${anAccount}  - id: b47c143237\n    mailing_list: newsletter\n`)).toEqual([
      '13:19: audiences[1].mailing_list is the same as audiences[0].mailing_list — give each audience a mailing list of its own',
    ]);
  });

  it('may leave it to the name of the audience', () => {
    expect(accountOf(`${anAccount}  - id: b47c143237\n  - id: c58d254348\n`).audiences).toHaveLength(3);
  });
});
