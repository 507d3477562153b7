import { randomBytes } from 'node:crypto';
import { startSmallOdoo } from '../../small-odoo/small-odoo.js';
import { chooseKind } from '../../staging/choose-kind.js';
import { createDatabase, dropDatabase } from '../../staging/databases.js';
import type { OdooVersion } from '../../staging/odoo-version.js';
import { readStagingState } from '../../staging/staging-state.js';
import { stagingDown, stagingRunning, stagingUp } from '../../staging/up-and-down.js';
import type { Io } from '../io.js';
import type { DemoChoice } from './demo-choice.js';

/** The Odoo a demo works on. */
export interface DemoOdoo {
  /** What it is, for the reader. */
  label: string;
  /** As `--odoo` takes it. */
  choice: string;
  /** It ends with the demo, and the demo people with it. */
  isThrownAway: boolean;
  url: string;
  database: string;
  username: string;
  password: string;
  /** Where a person can open it in a browser; null when it has no web client. */
  webClient: string | null;
  close(): Promise<void>;
}

/** `auto`: a real Odoo where there is one or can be made, else the small built-in one, and it says which. */
export async function openDemoOdoo(choice: DemoChoice, io: Io): Promise<DemoOdoo> {
  if (choice instanceof URL) return givenOdoo(choice);
  if (choice === 'sandbox') return smallOdoo();
  if (choice !== 'auto') return stagingOdoo(choice === '14' ? 14 : 19, io);
  try {
    return await stagingOdoo(19, io);
  } catch (error) {
    if (io.signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr(`No real Odoo here (${reason}); the small built-in one is used instead.\n`);
    return smallOdoo();
  }
}

async function smallOdoo(): Promise<DemoOdoo> {
  const odoo = await startSmallOdoo();
  const { url, database, username, password } = odoo;
  return {
    label: 'the small built-in Odoo',
    ...{ choice: 'sandbox', isThrownAway: true },
    ...{ url, database, username, password },
    webClient: null,
    close: () => odoo.close(),
  };
}

async function stagingOdoo(version: OdooVersion, io: Io): Promise<DemoOdoo> {
  const wasRunning = stagingRunning(version);
  if (!wasRunning) await startStaging(version, io);
  const state = readStagingState(version);
  if (state === null) throw new Error(`Odoo ${version} is not set up`);
  // Named after this process, so that the next `staging up` finds and drops it if the process is killed.
  const database = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await createDatabase(version, database);
  const { url, username, password } = state;
  return {
    label: `a real Odoo ${version}`,
    ...{ choice: String(version), isThrownAway: true },
    ...{ url, database, username, password },
    webClient: `${url}/web/login?db=${database}`,
    async close() {
      await dropDatabase(version, database);
      if (!wasRunning) await stagingDown([version]);
    },
  };
}

/** Making an Odoo takes minutes: a Ctrl-C doesn't wait for it, and the next start goes on from there. */
async function startStaging(version: OdooVersion, { signal, stderr }: Io): Promise<void> {
  // Says so at once where none can be made.
  await chooseKind([version]);
  stderr(`Starting a real Odoo ${version}; the first time it has to be made, which takes some minutes.\n`);
  signal.throwIfAborted();
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped by the user')), { once: true });
  });
  await Promise.race([stagingUp([version], (_, line) => stderr(`  ${line}\n`)), stopped]);
}

function givenOdoo(url: URL): DemoOdoo {
  const address = url.href.replace(/\/+$/u, '');
  return {
    label: 'the Odoo you named',
    ...{ choice: address, isThrownAway: false },
    url: address,
    ...{ database: 'staging', username: 'admin', password: 'admin' },
    webClient: `${address}/web/login?db=staging`,
    close: () => Promise.resolve(),
  };
}
