import { execute } from './execute.js';

/** Where Odoo's program runs: in a chroot or in a container. */
export interface OdooProgram {
  /** The command line of Odoo with these arguments; a subcommand such as `shell` comes first in them. */
  readonly command: (args: readonly string[]) => string[];
  readonly log: string;
}

/** Installs modules in a database of its own, which is made when it does not exist, and ends. */
export async function installModules(
  odoo: OdooProgram,
  database: string,
  modules: readonly string[],
): Promise<void> {
  const what = ['-d', database, '-i', modules.join(','), '--without-demo=all', '--stop-after-init'];
  // No web server besides the work: its port may be taken.
  await execute(odoo.command([...what, '--no-http', '--max-cron-threads', '0']), { log: odoo.log });
}

/** Runs a Python script with `env` in a database and returns what it prints, which is not logged. */
export function runOdooShell(odoo: OdooProgram, database: string, script: string): Promise<string> {
  const command = odoo.command(['shell', '-d', database, '--no-http', '--shell-interface', 'python']);
  return execute(command, { input: script });
}

/** How the server is started: it serves `staging` and the databases of tests, and never a template. */
export const servingArguments: readonly string[] = [
  ...['--db-filter', '^(staging|test.*)$'],
  ...['--max-cron-threads', '0', '--workers', '0'],
];
