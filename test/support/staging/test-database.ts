import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from '../../../src/staging/databases.js';
import type { StagingState } from '../../../src/staging/staging-state.js';

export interface TestDatabase {
  readonly name: string;
  create(): Promise<void>;
  drop(): Promise<void>;
}

/** A database of its own for one suite: cloned in less than a second, dropped afterwards. */
export function testDatabase(state: StagingState, template: string): TestDatabase {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  return {
    name,
    create: async () => {
      await createDatabase(state.version, name, template);
      await warmUp(state, name);
    },
    drop: () => dropDatabase(state.version, name),
  };
}

/**
 * The first request makes Odoo load the database's modules, which no test should have to wait for. Odoo 14 may fail in
 * it when another suite changes the fields of its own database at the same moment, and then does it the next time.
 */
async function warmUp(state: StagingState, database: string): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if ((await logIn(state, database)) === 2) return;
  }
  throw new Error(`Odoo does not serve the new database ${database}`);
}

async function logIn({ url, username, password }: StagingState, database: string): Promise<unknown> {
  const args = [database, username, password, {}];
  const login = {
    jsonrpc: '2.0',
    method: 'call',
    params: { service: 'common', method: 'authenticate', args },
  };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/jsonrpc`, { method: 'POST', headers, body: JSON.stringify(login) });
  const answer = (await response.json()) as { result?: unknown };
  return answer.result;
}
