import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationError } from '../support/errors.js';
import { answers } from './answers.js';
import type { VersionFacts } from './odoo-version.js';
import { endProcess, isAlive, isProgram, readPid } from './processes.js';
import { odooCommand } from './run-odoo.js';
import type { StagingPaths } from './staging-paths.js';

const portOption = ({ httpPort }: VersionFacts) => `--http-port=${httpPort}`;

/** The process id of the Odoo that serves this version, or null. */
export function odooPid(facts: VersionFacts, paths: StagingPaths): number | null {
  const pid = readPid(paths.odooPid);
  return isProgram(pid, portOption(facts)) ? pid : null;
}

/** Starts Odoo in the background and returns once it answers; does nothing when it is running. */
export async function startOdoo(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const pid = odooPid(facts, paths) ?? (await launch(facts, paths));
  for (const started = Date.now(); Date.now() - started < 120_000; await delay(300)) {
    if (await answers(`http://127.0.0.1:${facts.httpPort}`)) return;
    if (!isAlive(pid)) break;
  }
  throw new ConfigurationError(`Odoo does not answer on port ${facts.httpPort}: ${lastLine(paths.odooLog)}`, {
    code: 'staging.odoo_start',
    hint: `See ${paths.odooLog}; after \`npm run staging -- down\` try again.`,
  });
}

export async function stopOdoo(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const pid = odooPid(facts, paths);
  if (pid !== null) await endProcess(pid);
  rmSync(paths.odooPid, { force: true });
}

async function launch(facts: VersionFacts, paths: StagingPaths): Promise<number> {
  if (await answers(`http://127.0.0.1:${facts.httpPort}`)) {
    throw new ConfigurationError(`Another server already answers on port ${facts.httpPort}`, {
      code: 'staging.port',
      hint: 'Stop it, then run the same command again.',
    });
  }
  const serving = ['--db-filter', '^(staging|test.*)$', '--http-interface', '127.0.0.1', portOption(facts)];
  const [program = '', ...args] = odooCommand(facts, paths, [...serving, '--max-cron-threads', '0', '--workers', '0']);
  const log = openSync(paths.odooLog, 'w');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  child.unref();
  const pid = child.pid ?? 0;
  writeFileSync(paths.odooPid, `${pid}\n`);
  return pid;
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}
