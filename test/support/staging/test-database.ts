import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from '../../../src/staging/databases.js';
import type { StagingState } from '../../../src/staging/staging-state.js';
import { easeLogin } from './cheap-logins.js';
import { addonTemplate } from './addon-template.js';

export type Template = 'tmpl' | 'tmpl_apps' | 'tmpl_bare' | 'addon';

export interface TestDatabase {
  readonly name: string;
  create(): Promise<void>;
  drop(): Promise<void>;
}

/** A database of its own for one suite: cloned in less than a second, dropped afterwards. */
export function testDatabase(state: StagingState, template: Template): TestDatabase {
  const { version } = state;
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  return {
    name,
    create: async () => {
      const source = template === 'addon' ? await addonTemplate(state) : template;
      await createDatabase(version, name, source);
      await easeLogin({ version, database: name }, state);
      await warmUp(state, name);
    },
    drop: () => dropDatabase(version, name),
  };
}

/**
 * The first request makes Odoo load the database's modules, which no test should have to wait for. Odoo 14 may fail in
 * it when another suite changes the fields of its own database at the same moment, and then does it the next time.
 */
async function warmUp(state: StagingState, database: string): Promise<void> {
  const serves = state.version === 14 ? logsIn : knowsKeys;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    if (await serves(state, database)) return;
  }
  throw new Error(`Odoo does not serve the new database ${database}`);
}

async function logsIn({ url, username, password }: StagingState, database: string): Promise<boolean> {
  const args = [database, username, password, {}];
  const params = { service: 'common', method: 'authenticate', args };
  const response = await post(`${url}/jsonrpc`, { jsonrpc: '2.0', method: 'call', params });
  const answer = (await response.json()) as { result?: unknown };
  return answer.result === 2;
}

async function knowsKeys({ url, apiKey }: StagingState, database: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${apiKey}`, 'x-odoo-database': database };
  const response = await post(`${url}/json/2/res.users/context_get`, {}, headers);
  await response.text();
  return response.ok;
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
}
