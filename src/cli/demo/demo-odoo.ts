import { startSmallOdoo } from '../../sandbox/odoo/small-odoo.js';
import { createDatabase, dropDatabase } from '../../staging/databases.js';
import type { OdooVersion } from '../../staging/odoo-version.js';
import { readStagingState } from '../../staging/staging-state.js';
import { stagingDown, stagingRunning, stagingUp } from '../../staging/up-and-down.js';
import type { Io } from '../io.js';

/** The Odoo a demo works on. */
export interface DemoOdoo {
  /** What it is, for the reader. */
  label: string;
  url: string;
  database: string;
  username: string;
  password: string;
  /** Whether a person can open it in a browser. */
  hasWebClient: boolean;
  close(): Promise<void>;
}

/** `auto`: a real Odoo where there is one or can be made, else the small built-in one, and it says which. */
export async function openDemoOdoo(choice: string, io: Io): Promise<DemoOdoo> {
  if (choice === 'sandbox') return smallOdoo();
  if (choice === '14' || choice === '19') return stagingOdoo(choice === '14' ? 14 : 19, io);
  if (choice !== 'auto') return givenOdoo(choice);
  try {
    return await stagingOdoo(19, io);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr(`No real Odoo here (${reason}); the small built-in one is used instead.\n`);
    return smallOdoo();
  }
}

async function smallOdoo(): Promise<DemoOdoo> {
  const odoo = await startSmallOdoo();
  const { url, database, username, password } = odoo;
  return {
    label: 'small built-in Odoo',
    url,
    database,
    username,
    password,
    hasWebClient: false,
    close: () => odoo.close(),
  };
}

async function stagingOdoo(version: OdooVersion, io: Io): Promise<DemoOdoo> {
  const wasRunning = stagingRunning(version);
  if (!wasRunning) {
    io.stderr(`Making and starting a real Odoo ${version}; the first time this takes some minutes.\n`);
    await stagingUp([version], (_, line) => io.stderr(`Odoo ${version}: ${line}\n`));
  }
  const state = readStagingState(version);
  if (state === null) throw new Error(`Odoo ${version} is not set up`);
  const database = `test_demo_${process.pid}`;
  await createDatabase(version, database);
  return {
    label: `real Odoo ${version}`,
    url: state.url,
    database,
    username: state.username,
    password: state.password,
    hasWebClient: true,
    async close() {
      await dropDatabase(version, database);
      if (!wasRunning) await stagingDown([version]);
    },
  };
}

function givenOdoo(url: string): DemoOdoo {
  return {
    label: `Odoo at ${url}`,
    url,
    database: 'staging',
    username: 'admin',
    password: 'admin',
    hasWebClient: true,
    close: () => Promise.resolve(),
  };
}
