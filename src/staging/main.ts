import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { BridgeError, ConfigurationError } from '../support/errors.js';
import { odooVersions, type OdooVersion } from './odoo-version.js';
import { stagingStatus, type StagingStatus } from './staging-status.js';
import { stagingDown, stagingUp } from './up-and-down.js';

const usage = 'npm run staging -- up|down|status [--odoo 14|19|all] [--json]';

async function main(args: string[]): Promise<void> {
  const { command, versions, json } = parse(args);
  const report = progress(Date.now());
  if (command === 'up') await stagingUp(versions, report);
  if (command === 'down') await stagingDown(versions, report);
  const statuses = await Promise.all(versions.map(stagingStatus));
  process.stdout.write(json ? `${JSON.stringify(statuses, null, 2)}\n` : statuses.map(line).join(''));
}

function parse(args: string[]): { command: string; versions: readonly OdooVersion[]; json: boolean } {
  const { values, positionals } = options(args);
  const [command, ...rest] = positionals;
  if (command === undefined || rest.length > 0 || !['up', 'down', 'status'].includes(command)) throw misuse();
  const versions =
    values.odoo === 'all' ? odooVersions : odooVersions.filter((v) => String(v) === values.odoo);
  if (versions.length === 0) throw misuse();
  return { command, versions, json: values.json };
}

function options(args: string[]) {
  try {
    const known = {
      odoo: { type: 'string', default: 'all' },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args, allowPositionals: true, options: known });
  } catch {
    throw misuse();
  }
}

function misuse(): ConfigurationError {
  return new ConfigurationError('Unknown arguments', { code: 'staging.usage', hint: `Usage: ${usage}` });
}

/** Progress goes to stderr with the time since the start, so that stdout stays for programs. */
function progress(started: number) {
  return (version: OdooVersion, line: string) => {
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(`${String(seconds).padStart(4)} s  Odoo ${version}: ${line}\n`);
  };
}

function line({ version, state, url, database, username, password }: StagingStatus): string {
  const where = state === 'missing' ? '' : `  ${url}  database ${database}, ${username}/${password}`;
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
  const hint = error instanceof BridgeError && error.hint !== undefined ? ` ${error.hint}` : '';
  process.stderr.write(`${message}.${hint}\n`);
  process.exitCode = 1;
}
