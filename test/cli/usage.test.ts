import { describe, expect, it } from '@jest/globals';
import { runLine } from './run-line.js';

const wrong: [line: string, said: string, todo: string][] = [
  ['fetch', "unknown command 'fetch'", 'odoo-mailchimp --help'],
  ['members fetsh', "unknown command 'fetsh'", 'Did you mean fetch? odoo-mailchimp members --help'],
  [
    'members fetch --fulll',
    "unknown option '--fulll'",
    'Did you mean --full? odoo-mailchimp members fetch --help',
  ],
  ['members fetch all', 'too many arguments', 'odoo-mailchimp members fetch --help'],
  ['members fetch --audience', "option '--audience <id...>' argument missing", 'members fetch --help'],
  ['contacts show', "missing required argument 'email'", 'contacts show --help'],
  ['contacts show ana', 'An address looks like ana@shop.pt', 'contacts show --help'],
  ['contacts export --model res.users', 'Allowed choices are mailing.contact, res.partner', 'export --help'],
  ['contacts export --id seven', 'An id is a whole number above 0', 'contacts export --help'],
  ['contacts export --id 0', 'An id is a whole number above 0', 'contacts export --help'],
  ['contacts export --id 1.5', 'An id is a whole number above 0', 'contacts export --help'],
  ['contacts export --id 2147483648', 'above 0 and at most 2147483647', 'contacts export --help'],
  ['contacts export --id 1e3', 'An id is a whole number above 0', 'contacts export --help'],
  ['contacts export --email ana.shop.pt', 'An address looks like ana@shop.pt', 'contacts export --help'],
  ['contacts export --domain {}', 'A domain is a JSON array', 'contacts export --help'],
  ['contacts export --domain [[name,=,1]]', 'A domain is a JSON array', 'contacts export --help'],
  ['contacts export --domain [["name"]]', "Its term 1 must be '&', '|', '!' or a condition", 'export --help'],
  [
    'contacts export --domain ["&",["id","=",1]]',
    'without the conditions that belong after it',
    'export --help',
  ],
  ['contacts export --domain ["!"]', 'without the conditions that belong after it', 'export --help'],
  [
    'contacts export --id 1 --pending',
    'selected in more than one way',
    '--id, --email, --domain and --pending',
  ],
  ['contacts update --email a@b.pt --domain []', 'selected in more than one way', 'Give one of'],
  ['demo --odoo 15', 'auto, sandbox, 14, 19 or an address', 'odoo-mailchimp demo --help'],
  ['--account other status', 'There is no account other in config/account.yaml', 'Accounts there: acme.'],
  ['--config nowhere.yaml status', 'There is no configuration at nowhere.yaml', 'odoo-mailchimp init'],
];

describe('B41: a command line that can’t be understood leaves with 2', () => {
  it.each(wrong)('%s', async (line, said, todo) => {
    const { code, stdout, stderr, bridges } = await runLine(line);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [what, hint, ...more] = stderr.trimEnd().split('\n');
    expect(what).toMatch(/^Error: /u);
    expect(what).toContain(said);
    expect(hint).toMatch(/^→ /u);
    expect(hint).toContain(todo);
    expect(more).toEqual([]);
    expect(bridges.opened).toEqual([]);
  });

  it.each([
    ['a domain', (nested: string) => nested, "Its term 1 must be '&'"],
    [
      'a value in one',
      (nested: string) => `[["id","in",${nested}]]`,
      'Its term 1 has a value that is nested more than 20 deep',
    ],
  ])('and so is %s that is nested 5,000 deep, which is not told in full', async (_what, put, said) => {
    const domain = put('['.repeat(5000) + ']'.repeat(5000));

    const { code, stderr } = await runLine(['contacts', 'export', '--domain', domain]);

    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr.length).toBeLessThan(500);
  });

  it.each(wrong)('with --json it is one object: %s', async (line, said, todo) => {
    const { code, stdout, stderr } = await runLine(`${line} --json`);

    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
    expect(error.code).toMatch(/^(usage|config)\.[a-z_]+$/u);
    expect(error.message).toContain(said);
    expect(error.hint).toContain(todo);
  });
});
