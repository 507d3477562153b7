import { inChrootAs } from './chroot.js';
import { execute } from './execute.js';
import type { VersionFacts } from './odoo-version.js';
import type { StagingPaths } from './staging-paths.js';

/** Installs modules in a database of its own, which is made when it does not exist, and ends. */
export async function installModules(
  facts: VersionFacts,
  paths: StagingPaths,
  database: string,
  modules: readonly string[],
): Promise<void> {
  const what = ['-d', database, '-i', modules.join(','), '--without-demo=all', '--stop-after-init'];
  await execute(odooCommand(facts, paths, [...what, ...quietly]), { log: paths.setupLog });
}

/** Runs a Python script with `env` in a database and returns what it prints. */
export function runOdooShell(
  facts: VersionFacts,
  paths: StagingPaths,
  database: string,
  script: string,
): Promise<string> {
  const command = odooCommand(facts, paths, ['shell', '-d', database, '--no-http', '--shell-interface', 'python']);
  return execute(command, { input: script });
}

// No web server besides the work: its port may be taken.
const quietly = ['--no-http', '--max-cron-threads', '0'];

/** The command line of Odoo in its chroot; a subcommand such as `shell` comes first in `args`. */
export function odooCommand(facts: VersionFacts, paths: StagingPaths, args: readonly string[]): string[] {
  const postgres = ['--db_host', '127.0.0.1', '--db_port', String(facts.postgresPort)];
  const account = ['--db_user', 'odoo', '--db_password', 'odoo', '--data-dir', '/var/lib/odoo'];
  return inChrootAs('odoo', paths.root, 'odoo', ...args, ...postgres, ...account);
}
