import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { BridgeError, ConfigurationError } from '../support/errors.js';
import { odooVersions, type OdooVersion, versionFacts } from './odoo-version.js';
import { stagingDown, stagingUp, stagingRunning } from './up-and-down.js';
import { answers } from './answers.js';
import { readStagingState } from './staging-state.js';

const usage = `Real Odoo servers for development, at http://127.0.0.1:8069 (19) and :8014 (14), admin/admin.

  npm run staging -- up       make the servers that are missing (minutes, the first time) and start them
  npm run staging -- down     stop them; what was made is kept for the next time
  npm run staging -- status   which there are

  --odoo 14|19|all            only this one [all]
  --json                      the same for programs
`;

interface Request {
  command: string;
  versions: readonly OdooVersion[];
  json: boolean;
}

async function main(args: string[]): Promise<void> {
  const request = parse(args);
  if (request === 'help') {
    process.stdout.write(usage);
    return;
  }
  const { command, versions, json } = request;
  const report = progress(Date.now());
  if (command === 'up') await stagingUp(versions, report);
  if (command === 'down') await stagingDown(versions, report);
  const statuses = await Promise.all(versions.map(stagingStatus));
  process.stdout.write(json ? `${JSON.stringify(statuses, null, 2)}\n` : statuses.map(line).join(''));
}

function parse(args: string[]): Request | 'help' {
  const { values, positionals } = options(args);
  if (values.help) return 'help';
  const [command, ...rest] = positionals;
  if (command === undefined) throw misuse('A command is missing: up, down or status');
  if (rest.length > 0 || !['up', 'down', 'status'].includes(command))
    throw misuse(`There is no command ${positionals.join(' ')}: only up, down and status`);
  const versions =
    values.odoo === 'all' ? odooVersions : odooVersions.filter((v) => String(v) === values.odoo);
  if (versions.length === 0) throw misuse(`There is no Odoo ${values.odoo} here: only 14, 19 and all`);
  return { command, versions, json: values.json };
}

function options(args: string[]) {
  try {
    const known = {
      odoo: { type: 'string', default: 'all' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    return parseArgs({ args, allowPositionals: true, options: known });
  } catch (cause) {
    throw misuse(cause instanceof Error ? cause.message.replace(/\. .*$/su, '') : String(cause));
  }
}

function misuse(message: string): ConfigurationError {
  return new ConfigurationError(message, {
    code: 'staging.usage',
    hint: 'npm run staging -- --help shows what there is.',
  });
}

/** Progress goes to stderr with the time since the start, so that stdout stays for programs. */
function progress(started: number) {
  return (version: OdooVersion, line: string) => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(`${String(seconds).padStart(4)} s  Odoo ${version}: ${line}\n`);
  };
}

function line({ version, state, url, database, username, password }: StagingStatus): string {
  const where =
    state === 'missing'
      ? `  npm run staging -- up --odoo ${version} makes it`
      : `  ${url}  database ${database}, ${username}/${password}`;
  return `Odoo ${version}  ${state}${where}\n`;
}

// Leaving by exit() lets the programs that are running be stopped too; the next `up` goes on from there.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof BridgeError && error.hint !== undefined ? `→ ${error.hint}\n` : '';
  process.stderr.write(`Error: ${message}\n${hint}`);
  process.exitCode = error instanceof BridgeError && error.code === 'staging.usage' ? 2 : 1;
}

/** One version as `npm run staging -- status` shows it. */
interface StagingStatus {
  readonly version: OdooVersion;
  readonly state: 'missing' | 'stopped' | 'running' | 'not answering';
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly postgresPort: number;
}

async function stagingStatus(version: OdooVersion): Promise<StagingStatus> {
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
