import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { connectPostgres } from '../../src/staging/connect-postgres.js';
import { versionFacts, type OdooVersion } from '../../src/staging/odoo-version.js';
import { describeOdoo } from '../support/staging/describe-odoo.js';
import { buildCli, runBuiltCli } from './children/built-cli.js';
import { aFolder } from './run-line.js';

interface Shown {
  odoo: { label: string; url: string; database: string };
  mailchimp: string;
  steps: { what: string; came: string }[];
}

/** Everything temporary goes to a folder of its own, so that what is left behind can be seen. */
const aPlace = () => {
  const TMPDIR = aFolder();
  return { cwd: TMPDIR, env: { TMPDIR }, left: () => readdirSync(TMPDIR) };
};

function expectWholeStory({ steps }: Shown): void {
  const story = steps.map(({ what, came }) => `${what}: ${came}`).join('\n');
  expect(story).toMatch(/members imported to Odoo: 1,001 created in /u);
  expect(story).toMatch(/nothing has changed: no write, 2 calls to MailChimp/u);
  expect(story).toMatch(/made in Odoo, exported: 1 created in /u);
  expect(story).toMatch(/tomas\.ferreira@porto-tools\.pt in MailChimp: subscribed/u);
  expect(story).toMatch(/same person in Odoo now: opted out/u);
  expect(story).toMatch(/Exported on purpose: in MailChimp still: unsubscribed/u);
}

beforeAll(buildCli, 300_000);

describe('demo', () => {
  it('tells the story, and leaves nothing behind', async () => {
    const place = aPlace();

    const { code, stdout, stderr } = await runBuiltCli(['demo', '--odoo', 'sandbox', '--json'], place);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const shown = JSON.parse(stdout) as Shown;
    expectWholeStory(shown);
    expect(place.left()).toEqual([]);
    await expect(fetch(shown.odoo.url)).rejects.toThrow();
    await expect(fetch(shown.mailchimp)).rejects.toThrow();
  });

  it('as a table that fits on 80 columns, and what to do next', async () => {
    const { stdout } = await runBuiltCli(['demo', '--odoo', 'sandbox'], aPlace());

    const table = stdout.split('\n').filter((line) => /^[┌│├└]/u.test(line));
    expect(table.length).toBeGreaterThan(8);
    expect(Math.max(...table.map((line) => line.length))).toBe(80);
    expect(stdout).toContain('npm run demo -- --odoo sandbox --keep');
    expect(stdout).toContain('“Connect your own” in README.md');
  });

  it('--keep leaves both running until Ctrl-C, and then nothing', async () => {
    const place = aPlace();
    const answers: Promise<number>[] = [];

    const { code, stdout } = await runBuiltCli(['demo', '--odoo', 'sandbox', '--keep'], {
      ...place,
      watch: (text, child) => {
        const page = /MailChimp {2}(http\S+)/u.exec(text)?.[1];
        if (page === undefined || answers.length > 0) return;
        const answer = fetch(page).then(async (response) => {
          await response.text();
          return response.status;
        });
        answers.push(answer.finally(() => child.kill('SIGINT')));
      },
    });

    expect(await Promise.all(answers)).toEqual([200]);
    expect(code).toBe(0);
    expect(stdout).toContain('Odoo       the small one has nothing to look at');
    expect(place.left()).toEqual([]);
  });

  it('a Ctrl-C in the middle ends it at once, and leaves nothing behind', async () => {
    const place = aPlace();

    const { code, stderr } = await runBuiltCli(['demo', '--odoo', 'sandbox'], {
      ...place,
      watch: (_, child) => child.kill('SIGINT'),
    });

    expect(code).toBe(130);
    expect(stderr).toMatch(/^Error: Stopped before the end\n/u);
    expect(place.left()).toEqual([]);
  });
});

describeOdoo(
  'demo',
  ({ version }) => {
    it('works on a database of its own, which is gone afterwards', async () => {
      const place = aPlace();

      const { code, stdout, stderr } = await runBuiltCli(
        ['demo', '--odoo', String(version), '--json'],
        place,
      );

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const shown = JSON.parse(stdout) as Shown;
      expect(shown.odoo.label).toBe(`a real Odoo ${version}`);
      expectWholeStory(shown);
      expect(shown.odoo.database).toMatch(/^test_\d+_[0-9a-f]+$/u);
      expect(await databases(version)).not.toContain(shown.odoo.database);
      expect(place.left()).toEqual([]);
    }, 300_000);
  },
  { notOnSmall: 'what --odoo sandbox does is shown above' },
);

async function databases(version: OdooVersion): Promise<string[]> {
  const client = await connectPostgres(versionFacts(version).postgresPort);
  try {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
