import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ConfigurationError } from '../support/errors.js';
import { answers } from './answers.js';
import { chrootOdoo } from './chroot-odoo.js';
import type { VersionFacts } from './odoo-version.js';
import { endProcess, isAlive, isProgram, readPid } from './processes.js';
import { servingArguments } from './run-odoo.js';
import type { StagingPaths } from './staging-paths.js';
import { until } from './until.js';

const portOption = ({ httpPort }: VersionFacts) => `--http-port=${httpPort}`;

/** The process id of the Odoo that serves this version, or null. */
export function odooPid(facts: VersionFacts, paths: StagingPaths): number | null {
  const pid = readPid(paths.odooPid);
  return isProgram(pid, portOption(facts)) ? pid : null;
}

/** Starts Odoo in the background and returns once it answers; does nothing when it is running. */
export async function startOdoo(facts: VersionFacts, paths: StagingPaths): Promise<void> {
  const pid = odooPid(facts, paths) ?? (await launch(facts, paths));
  const answering = async () => {
    if (await answers(`http://127.0.0.1:${facts.httpPort}`)) return true;
    if (isAlive(pid)) return false;
    throw new ConfigurationError(`Odoo stopped at its start: ${lastLine(paths.odooLog)}`, {
      code: 'staging.odoo_start',
      hint: `See ${paths.odooLog}.`,
    });
  };
  await until(answering, `Odoo does not answer on port ${facts.httpPort}: see ${paths.odooLog}`);
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
  const serving = [...servingArguments, '--http-interface', '127.0.0.1', portOption(facts)];
  const [program = '', ...args] = chrootOdoo(facts, paths).command(serving);
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
