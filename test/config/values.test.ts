import { describe, expect, it } from '@jest/globals';
import { accountOf, anAccount, problemsOf } from './an-account.js';

describe('A value of the wrong kind', () => {
  it.each([
    [
      'limits: { max_changes: "12" }\n',
      '12:24: limits.max_changes must be a number, not text — take the quotes away',
    ],
    [
      'limits: { max_changes: many }\n',
      '12:24: limits.max_changes must be a number, not text — see docs/configuration.md',
    ],
    [
      'limits: { max_changes: 1.5 }\n',
      '12:24: limits.max_changes must be a whole number, not a number — see docs/configuration.md',
    ],
    [
      'limits: { max_changes: 1e400 }\n',
      '12:24: limits.max_changes must be a number, not one without end — see docs/configuration.md',
    ],
    ['poll_interval: 1e9\n', '12:16: poll_interval must be at most 86400'],
    ['limits: { max_changes: -1 }\n', '12:24: limits.max_changes must be at least 0'],
    ['limits: { max_change_ratio: 20 }\n', '12:29: limits.max_change_ratio must be at most 1'],
    [
      'limits: { max_changes: "${MANY}" }\n',
      '12:24: limits.max_changes must be a number, not text — a variable stands for text only, write the value here',
    ],
    [
      'member_options: { auto_sync_member: yes }\n',
      '12:37: member_options.auto_sync_member must be true or false, not text — write true, without quotes',
    ],
    [
      'member_options: { auto_sync_member: "false" }\n',
      '12:37: member_options.auto_sync_member must be true or false, not text — write false, without quotes',
    ],
    [
      'member_options: [auto_sync_member]\n',
      '12:17: member_options must be a mapping of keys, not a sequence — see docs/configuration.md',
    ],
    ['store: 12\n', '12:8: store must be text, not a number — put it in quotes'],
    ['store: ""\n', '12:8: store must not be empty'],
    [
      '    tags: 5\n',
      '12:11: audiences[0].tags must be text or a mapping of keys or a sequence, not a number — put it in quotes',
    ],
    [
      '    merge_fields: { FNAME: 5 }\n',
      '12:28: audiences[0].merge_fields.FNAME must be text or a mapping of keys, not a number — put it in quotes',
    ],
    ['poll_interval: 0\n', '12:16: poll_interval must be at least 1'],
    [
      'countries_without_states: [sg]\n',
      '12:28: countries_without_states[0] must be the ISO code of a country, like SG',
    ],
    [
      'schedule: { cron: hourly }\n',
      "12:19: schedule.cron must be a cron expression of five fields, like '*/15 * * * *'",
    ],
    [
      "schedule: { cron: '99 * * * *' }\n",
      '12:19: schedule.cron names a time that never comes — minutes are 0–59, hours 0–23, days 1–31',
    ],
    [
      "schedule: { cron: '0 0 31 2 *' }\n",
      '12:19: schedule.cron names a time that never comes — minutes are 0–59, hours 0–23, days 1–31',
    ],
    [
      "schedule: { cron: '@daily', timezone: Europe/Brussel }\n",
      '12:39: schedule.timezone must be the name of a time zone, like Europe/Brussels',
    ],
  ])('is named with its place and what to do: %s', (lines, problem) => {
    expect(problemsOf(anAccount + lines, { MANY: '1000' })[0]).toContain(problem);
  });

  it('an id of digits only is a number', () => {
    expect(problemsOf(anAccount.replace('a36b032126', '3603203212'))).toEqual([
      '10:9: audiences[0].id must be text, not a number — put it in quotes',
    ]);
  });
});

describe('A choice that is none', () => {
  it('comes with the allowed values and the nearest', () => {
    expect(problemsOf(`${anAccount}policies:\n  on_cleaned: blacklst\n`)).toEqual([
      '13:15: policies.on_cleaned can’t be blacklst, only one of blacklist, opt_out — did you mean blacklist?',
    ]);
  });

  it('in a value of several forms', () => {
    expect(problemsOf(`${anAccount}    tags: al\n`)).toEqual([
      '12:11: audiences[0].tags can’t be al, only one of all, none — did you mean all?',
    ]);
  });

  it('is not shown when it comes from the environment', () => {
    const problems = problemsOf(`${anAccount}policies:\n  on_cleaned: \${CLEANED}\n`, { CLEANED: 's3cret' });

    expect(problems).toEqual(['13:15: policies.on_cleaned must be one of blacklist, opt_out']);
  });
});

describe('A required key that is missing', () => {
  it('is reported at the key it is missing in', () => {
    expect(problemsOf(anAccount.replace('  database: production\n', ''))).toEqual([
      '2:1: odoo.database is missing — write database: and its value under odoo',
    ]);
  });

  it('at the top level, and in an item', () => {
    const text = anAccount.replace('account: acme\n', '').replace('id: a36b032126\n    ', '');

    expect(problemsOf(text)).toEqual([
      '1:1: account is missing — write account: and its value at the top level',
      '9:5: audiences[0].id is missing — write id: and its value under audiences[0]',
    ]);
  });

  it('counts as missing when it has no value', () => {
    expect(problemsOf(anAccount.replace('production', ''))).toEqual([
      '4:3: odoo.database is empty — write database: and its value under odoo',
    ]);
  });

  it('audiences are at least one', () => {
    const text = `${anAccount.slice(0, anAccount.indexOf('audiences'))}audiences: []\n`;

    expect(problemsOf(text)).toEqual(['9:12: audiences must not be empty']);
  });
});

describe('Addresses', () => {
  const url = (address: string) => anAccount.replace('https://odoo.example.org', address);

  it.each(['odoo.example.org', 'ftp://odoo.example.org', 'https://'])('%s is none of Odoo', (address) => {
    expect(problemsOf(url(address))).toEqual([
      '3:8: odoo.url must be an address like https://odoo.example.org',
    ]);
  });

  it('have no login in them, and don’t show it', () => {
    expect(problemsOf(url('https://admin:hunter2@odoo.example.org'))).toEqual([
      '3:8: odoo.url must have no login, query or # in it — name users and passwords in their own keys',
    ]);
  });

  it.each([
    'http://127.0.0.1:8080',
    'http://localhost',
    'http://[::1]:8080',
    'https://bridge.example.org/mc',
  ])('B35 %s may be the public one', (address) => {
    const text = `${anAccount}webhooks: { public_url: '${address}', token: '\${TOKEN}' }\n`;

    expect(accountOf(text, { TOKEN: 'a'.repeat(32) }).webhooks?.public_url).toBe(address);
  });

  it.each(['http://bridge.example.org', 'http://localhost.example.org', 'http://127.0.0.1.example.org'])(
    'B35 %s may not: it is neither https nor this machine',
    (address) => {
      const text = `${anAccount}webhooks:\n  public_url: ${address}\n  token: \${TOKEN}\n`;

      expect(problemsOf(text, { TOKEN: 'a'.repeat(32) })).toEqual([
        '13:15: webhooks.public_url must begin with https:// — plain http is for this machine (127.0.0.1, localhost) only',
      ]);
    },
  );
});

it('tells all problems at once, in the order of the file', () => {
  const text = `${anAccount.replace('database', 'databse').replace('${ODOO_PASSWORD}', '${NOT_SET}')}  - id: a36b032126\npolicies:\n  on_cleaned: forget\nstore: 12\n`;

  expect(problemsOf(text).map((problem) => /^\d+:\d+/u.exec(problem)?.[0])).toEqual([
    '4:3',
    '6:13',
    '12:9',
    '14:15',
    '15:8',
  ]);
});
