import { answers } from './answers.js';
import { versionFacts, type OdooVersion } from './odoo-version.js';
import { readStagingState } from './staging-state.js';
import { stagingRunning } from './up-and-down.js';

/** One version as `npm run staging -- status` shows it. */
export interface StagingStatus {
  readonly version: OdooVersion;
  readonly state: 'missing' | 'stopped' | 'running' | 'not answering';
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly postgresPort: number;
}

export async function stagingStatus(version: OdooVersion): Promise<StagingStatus> {
  const { httpPort, postgresPort } = versionFacts(version);
  const url = `http://127.0.0.1:${httpPort}`;
  const account = { database: 'staging', username: 'admin', password: 'admin' };
  return { version, state: await stateOf(version, url), url, ...account, postgresPort };
}

async function stateOf(version: OdooVersion, url: string): Promise<StagingStatus['state']> {
  if (readStagingState(version) === null) return 'missing';
  if (!stagingRunning(version)) return 'stopped';
  return (await answers(url)) ? 'running' : 'not answering';
}
