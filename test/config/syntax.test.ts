import { describe, expect, it } from '@jest/globals';
import { accountOf, anAccount, problemsOf } from './an-account.js';

describe('A file that is not YAML', () => {
  it.each([
    [
      'a key that is there twice',
      `${anAccount}account: other\n`,
      '12:1: the key account is there twice — keep one',
    ],
    ['a tab', `${anAccount}limits:\n\tmax_changes: 1\n`, '13:1: a tab can’t indent in YAML — use spaces'],
    [
      'a second document',
      `${anAccount}---\naccount: b\n`,
      '12:1: a second document begins here — one file is one account',
    ],
    [
      'an unknown anchor',
      `${anAccount}policies: *usual\n`,
      '12:11: *usual names no anchor before it — write &usual there',
    ],
    [
      'an anchor in itself',
      `${anAccount}policies: &p { a: *p }\n`,
      '12:19: *p names no anchor before it — write &p there',
    ],
    [
      'a variable in braces',
      `${anAccount}webhooks: { token: \${WEBHOOK_TOKEN}, trust_proxy: true }\n`,
      '12:21: not valid YAML — inside { } or [ ], put "${NAME}" in quotes',
    ],
    [
      'a number as key',
      `${anAccount}    interests:\n      12345e6789: x_news\n`,
      '13:7: a key must be text — put it in quotes',
    ],
    [
      'brackets without end',
      `${anAccount}store: ${'['.repeat(3000)}\n`,
      expect.stringMatching(/^12:\d+: not valid YAML: nested too deep — close the brackets before$/u),
    ],
    [
      'aliases of aliases without end',
      `${anAccount}store: [&a [x, x, x, x, x], &b [*a, *a, *a, *a, *a], &c [*b, *b, *b, *b, *b], [*c, *c, *c, *c, *c]]\n`,
      '1:1: its aliases repeat each other without end — write the values out',
    ],
  ])('shows where: %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('is described without quoting it, for it may hold a secret', () => {
    const problems = problemsOf(`${anAccount}store: {hunter2} hunter2\n`);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^12:18: not valid YAML: /u);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('may be empty', () => {
    expect(problemsOf('# nothing yet\n')).toEqual([
      '1:1: the file is empty — copy config/account.example.yaml and edit it',
    ]);
  });

  it('may be something else altogether', () => {
    expect(problemsOf('- account: acme\n')).toEqual([
      '1:1: the file must be a mapping of keys, not a sequence — see docs/configuration.md',
    ]);
  });
});

describe('YAML 1.2', () => {
  it('has anchors and aliases', () => {
    const twice = anAccount.replace('Newsletter', 'Newsletter\n    merge_fields: &mapping { PHONE: phone }');

    const { audiences } = accountOf(`${twice}  - id: b47c143237\n    merge_fields: *mapping\n`);

    expect(audiences.map(({ merge_fields: mapping }) => mapping)).toEqual([
      { PHONE: 'phone' },
      { PHONE: 'phone' },
    ]);
  });

  it('names the place of what an alias brings in', () => {
    const twice = anAccount.replace(
      'Newsletter',
      'Newsletter\n    merge_fields: &mapping { PHONE: { feild: phone } }',
    );

    const problems = problemsOf(`${twice}  - id: b47c143237\n    merge_fields: *mapping\n`);

    expect(problems.map((problem) => problem.slice(0, 5))).toEqual(['12:39', '12:39']);
  });

  it('leaves Norway a country', () => {
    expect(accountOf(`${anAccount}countries_without_states: [NO, SG]\n`).countries_without_states).toEqual([
      'NO',
      'SG',
    ]);
  });
});
