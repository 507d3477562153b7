import { inChrootAs } from './chroot.js';
import type { VersionFacts } from './odoo-version.js';
import type { OdooProgram } from './run-odoo.js';
import type { StagingPaths } from './staging-paths.js';

/** Odoo in its chroot, with its own PostgreSQL. */
export function chrootOdoo(facts: VersionFacts, paths: StagingPaths): OdooProgram {
  const postgres = ['--db_host', '127.0.0.1', '--db_port', String(facts.postgresPort)];
  const account = ['--db_user', 'odoo', '--db_password', 'odoo', '--data-dir', '/var/lib/odoo'];
  return {
    command: (args) => inChrootAs('odoo', paths.root, 'odoo', ...args, ...postgres, ...account),
    log: paths.setupLog,
  };
}
