import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { connectOdoo } from '../../src/odoo/connect.js';
import { startSandbox, type Sandbox } from 'mailchimp-sandbox';
import { startSmallOdoo, type SmallOdoo } from '../../src/small-odoo/small-odoo.js';
import { systemClock } from '../../src/support/clock.js';
import { Secret } from '../../src/support/secret.js';
import { unusedUrl } from '../odoo/fake-server.js';
import { portalUser } from '../odoo/portal-user.js';
import { describeOdoo, type TestOdoo } from '../support/staging/describe-odoo.js';
import { buildCli, runBuiltCli, type Ended } from './children/built-cli.js';
import { aFolder, runRealLines, type Printed } from './run-line.js';

/** What a person has got wrong; everything else is right. */
interface Mistake {
  url?: string;
  database?: string;
  username?: string;
  password?: string;
  mailchimpKey?: string;
  mailchimpUrl?: string;
  /** Done to the text of the account file. */
  typo?: (text: string) => string;
}

interface Told {
  exit: number;
  code: string;
  /** What is wrong. */
  says: RegExp;
  /** What to do. */
  todo: RegExp;
}

const audience = 'a36b032126';
const none: Printed = { code: -1, stdout: '', stderr: '' };
let sandbox: Sandbox;
let smallOdoo: SmallOdoo;

beforeAll(async () => {
  await buildCli();
  smallOdoo = await startSmallOdoo({ password: 'admin-s3cret' });
  sandbox = await startSandbox({});
  const body = JSON.stringify({ id: audience, name: 'Newsletter' });
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(`${sandbox.origin}/_sandbox/audiences`, { method: 'POST', headers, body });
  await made.text();
}, 300_000);

afterAll(async () => {
  await sandbox.close();
  await smallOdoo.close();
});

/** A folder as `init` leaves it and a person has filled it in. */
function aSetUp(
  odoo: Pick<TestOdoo, 'url' | 'database' | 'username' | 'password'> & Partial<TestOdoo>,
  mistake: Mistake,
): string {
  const { typo = (text: string) => text } = mistake;
  // Odoo 19 needs a third of a second to check a password.
  const hasKey = odoo.version === 19 && mistake.password === undefined;
  const account = stringify({
    account: 'acme',
    odoo: {
      url: mistake.url ?? odoo.url,
      database: mistake.database ?? odoo.database,
      username: mistake.username ?? odoo.username,
      [hasKey ? 'api_key' : 'password']: '${ODOO_PASSWORD}',
    },
    mailchimp: { api_key: '${MAILCHIMP_API_KEY}', base_url: mistake.mailchimpUrl ?? sandbox.url },
    audiences: [{ id: audience }],
  });
  const password = mistake.password ?? (hasKey ? odoo.apiKey : odoo.password);
  const key = mistake.mailchimpKey ?? 'sandbox-s3cret-us1';
  return aFolder({
    'config/account.yaml': typo(account),
    '.env': `ODOO_PASSWORD=${password}\nMAILCHIMP_API_KEY=${key}\n`,
  });
}

/** The command says it in two lines, in one JSON object, and `doctor` finds it, too. */
async function expectTold(cwd: string, told: Told): Promise<void> {
  const lines = ['members fetch --dry-run', 'members fetch --dry-run --json', 'doctor'];
  const [plain = none, json = none, doctor = none] = await runRealLines(lines, cwd);

  expectTwoLines(plain, told);
  expectOneObject(json, told);
  expect(doctor.code).toBe(told.exit);
  expect(doctor.stdout + doctor.stderr).toMatch(told.says);
  expect(doctor.stdout + doctor.stderr).toMatch(told.todo);
  for (const { stdout, stderr } of [plain, json, doctor])
    expect(stdout + stderr).not.toMatch(/^ +at |Traceback|s3cret/mu);
}

/** And so does a process of its own, as a shell or cron starts it. */
async function expectToldByProcess(cwd: string, told: Told): Promise<void> {
  await expectTold(cwd, told);

  expectTwoLines(await runBuiltCli(['members', 'fetch', '--dry-run'], { cwd }), told);
}

function expectTwoLines({ code, stdout, stderr }: Printed | Ended, { exit, says, todo }: Told): void {
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  const [what = '', hint = '', ...more] = stderr.trimEnd().split('\n');
  expect(what).toMatch(/^Error: /u);
  expect(what).toMatch(says);
  expect(hint).toMatch(/^→ /u);
  expect(hint).toMatch(todo);
  expect(more).toEqual([]);
}

function expectOneObject(
  { code: exitCode, stdout, stderr }: Printed,
  { exit, code, says, todo }: Told,
): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: exit, stderr: '' });
  const answer = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
  expect(Object.keys(answer)).toEqual(['error']);
  expect(answer.error.code).toBe(code);
  expect(answer.error.message).toMatch(says);
  expect(answer.error.hint).toMatch(todo);
}

describeOdoo('B41: what a person gets wrong is told in a line, with what to do', (odoo) => {
  it('a wrong password', () =>
    expectToldByProcess(aSetUp(odoo, { password: 'wrong-s3cret' }), {
      exit: 3,
      code: 'odoo.login',
      says: /Odoo refuses the user name, the password or the API key/u,
      todo: /Check odoo\.username and the password or API key/u,
    }));

  it('a database that is not there', () =>
    expectTold(aSetUp(odoo, { database: 'test_nowhere' }), {
      exit: 3,
      code: 'odoo.database',
      says: /Odoo has no database/u,
      todo: /Check odoo\.database/u,
    }));

  it('a user without rights', async () => {
    const { url, database, username, password } = odoo;
    const connection = { url, database, username, password: new Secret(password), protocol: 'auto' } as const;
    const session = await connectOdoo(connection, { clock: systemClock });
    const portal = await portalUser(session).finally(() => session.close());

    await expectTold(aSetUp(odoo, portal), {
      exit: 2,
      code: 'odoo.access',
      says: /The Odoo user may not/u,
      todo: /Give the (Odoo )?user the rights? “(Email Marketing \/ User|Extra Rights \/ Contact Creation)”/u,
    });
  });

  it('a key of another data centre', () =>
    expectTold(aSetUp(odoo, { mailchimpKey: 'sandbox-s3cret-us6' }), {
      exit: 3,
      code: 'mailchimp.login',
      says: /MailChimp refuses the API key: .*datacenter/u,
      todo: /Check MAILCHIMP_API_KEY: the key, and the data centre after its dash/u,
    }));

  it('everything right, and the same commands are done', async () => {
    const cwd = aSetUp(odoo, {});

    const doctor = await runBuiltCli(['doctor'], { cwd });
    const fetched = await runBuiltCli(['members', 'fetch', '--json'], { cwd });

    expect(doctor).toMatchObject({ code: 0, stderr: '' });
    expect(doctor.stdout).toContain('All well.');
    expect(fetched).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(fetched.stdout)).toMatchObject({ account: 'acme', totals: { failed: 0 } });
  });
});

describeOdoo(
  'B41: an Odoo without Email Marketing',
  (odoo) => {
    it('says which app to install', () =>
      expectTold(aSetUp(odoo, {}), {
        exit: 2,
        code: 'odoo.missing_model',
        says: /This Odoo has no model mailing\.contact/u,
        todo: /Install the Email Marketing app \(mass_mailing\) in Odoo/u,
      }));
  },
  { template: 'tmpl_bare' },
);

describe('B41: where no Odoo is needed to see it', () => {
  it('Odoo is down', async () =>
    expectToldByProcess(aSetUp(smallOdoo, { url: await unusedUrl() }), {
      exit: 3,
      code: 'odoo.unreachable',
      says: /Odoo can't be reached at http:\/\/127\.0\.0\.1:\d+: nothing listens there/u,
      todo: /Check odoo\.url, and that Odoo is running/u,
    }));

  it('MailChimp is down', async () =>
    expectTold(aSetUp(smallOdoo, { mailchimpUrl: `${await unusedUrl()}/3.0` }), {
      exit: 3,
      code: 'mailchimp.unreachable',
      says: /MailChimp can’t be reached at 127\.0\.0\.1:\d+: nothing listens there \(ECONNREFUSED\)/u,
      todo: /Check the network, and the data centre/u,
    }));

  it('an audience that is not there', () =>
    expectTold(aSetUp(smallOdoo, { typo: (text) => text.replace(audience, 'b36b032126') }), {
      exit: 2,
      code: 'mailchimp.audience_not_found',
      says: /MailChimp has no audience b36b032126/u,
      todo: /audiences list shows the ids/u,
    }));

  it('a typo in the account file', () =>
    expectToldByProcess(aSetUp(smallOdoo, { typo: (text) => text.replace('database:', 'databse:') }), {
      exit: 2,
      code: 'config.invalid',
      says: /config\/account\.yaml:4:3: unknown key databse in odoo — did you mean database\?/u,
      todo: /docs\/configuration\.md/u,
    }));

  it('a file that is no YAML', () =>
    expectTold(aSetUp(smallOdoo, { typo: (text) => text.replace('odoo:', '  odoo:') }), {
      exit: 2,
      code: 'config.invalid',
      says: /config\/account\.yaml:\d+:\d+: not valid YAML/u,
      todo: /docs\/configuration\.md/u,
    }));

  it('a secret that is missing', () =>
    expectTold(aSetUp({ ...smallOdoo, password: '' }, {}), {
      exit: 2,
      code: 'config.invalid',
      says: /\$\{ODOO_PASSWORD\} is not set — put ODOO_PASSWORD=… into \.env/u,
      todo: /docs\/configuration\.md/u,
    }));

  it('a store that can’t be written', () => {
    const cwd = aSetUp(smallOdoo, { typo: (text) => `${text}store: ./.env/acme.db\n` });

    return expectTold(cwd, {
      exit: 2,
      code: 'store.open',
      says: /The store can't be opened: /u,
      todo: /Check that \.\/\.env\/acme\.db and its folder can be written/u,
    });
  });
});
