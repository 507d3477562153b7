import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { accountJsonSchema } from '../../src/config/account-json-schema.js';
import { listOptions, nameOf } from '../../src/config/list-options.js';
import { renderOptions } from '../../src/config/render-options.js';
import { accountOf } from './an-account.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const variables = {
  ODOO_API_KEY: 'key',
  STAGING_PASSWORD: 'd',
  WEBHOOK_TOKEN: 'a'.repeat(64),
  WEBHOOK_PREVIOUS_TOKEN: 'b'.repeat(64),
  WEBHOOK_SIGNING_SECRET: 'c'.repeat(64),
  ALERT_URL: 'https://hooks.example.org/services/secret',
};

/** The example with every option that is switched off switched on. */
const everything = read('config/account.example.yaml').replace(/^( *)#((?: {2})*)(?=[^\s#]|# )/gmu, '$1$2');

describe('What is made from the schema is up to date (node scripts/schema.mjs)', () => {
  it('config/account.schema.json', () => {
    expect(JSON.parse(read('config/account.schema.json'))).toEqual(accountJsonSchema());
  });

  it('the table in docs/configuration.md', () => {
    expect(read('docs/configuration.md')).toContain(`\n${renderOptions()}\n`);
  });

  it('describes every option', () => {
    expect(listOptions().filter(({ schema }) => (schema.description ?? '') === '')).toEqual([]);
  });
});

describe('The examples', () => {
  it.each(['config/account.example.yaml', 'config/account.minimal.example.yaml'])(
    '%s is an account',
    (file) => {
      expect(accountOf(read(file)).account).toBe('acme');
      expect(read(file)).toMatch(/^# yaml-language-server: \$schema=\.\/account\.schema\.json\n/u);
    },
  );

  it('account.example.yaml is one with everything switched on, too', () => {
    expect(accountOf(everything, variables)).toMatchObject({
      odoo: { tls: { ca_file: './config/odoo-ca.pem' } },
      audiences: [{ auto_export: { model: 'res.partner' }, interests: { '9143cf3bd1': 'x_wants_news' } }],
      webhooks: { prefix: '/bridge' },
      schedule: { timezone: 'UTC' },
      log: { level: 'info' },
    });
  });

  it('account.example.yaml has every option', () => {
    const keys = listOptions().map(({ path }) => path.at(-1) ?? '');

    const missing = keys.filter(
      (key) => !key.startsWith('<') && !new RegExp(`\\b${key}:`, 'u').test(everything),
    );

    expect(missing).toEqual([]);
  });

  it('switched-off options show their defaults', () => {
    const { odoo, mailchimp, store, poll_interval: interval, log } = accountOf(everything, variables);
    const plain = accountOf(read('config/account.example.yaml'));

    expect(odoo).toMatchObject({ protocol: plain.odoo.protocol, timeout_s: plain.odoo.timeout_s });
    expect(mailchimp.max_connections).toBe(plain.mailchimp.max_connections);
    expect({ store, interval, log }).toEqual({
      store: plain.store,
      interval: plain.poll_interval,
      log: plain.log,
    });
  });

  it('.env.example has every variable they name', () => {
    const named = [...everything.matchAll(/\$\{(\w+)\}/gu)].map(([, name]) => name ?? '');

    const missing = named.filter(
      (name) => name !== 'NAME' && !new RegExp(`^#?${name}=`, 'mu').test(read('.env.example')),
    );

    expect(missing).toEqual([]);
  });

  it('B1 every secret option is one the examples write as a variable', () => {
    const secrets = listOptions().filter(({ schema }) => schema.writeOnly === true);

    expect(secrets.map(({ path, schema }) => [nameOf(path), schema.examples])).toEqual([
      ['odoo.password', ['${ODOO_PASSWORD}']],
      ['odoo.api_key', ['${ODOO_API_KEY}']],
      ['odoo.basic_auth.password', ['${STAGING_PASSWORD}']],
      ['mailchimp.api_key', ['${MAILCHIMP_API_KEY}']],
      ['webhooks.token', ['${WEBHOOK_TOKEN}']],
      ['webhooks.previous_token', ['${WEBHOOK_PREVIOUS_TOKEN}']],
      ['webhooks.signing_secret', ['${WEBHOOK_SIGNING_SECRET}']],
      ['alerts[].webhook', ['${ALERT_URL}']],
    ]);
  });
});
