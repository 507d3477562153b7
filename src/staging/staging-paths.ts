import { homedir } from 'node:os';
import { join } from 'node:path';
import type { OdooVersion } from './odoo-version.js';

export interface StagingPaths {
  readonly home: string;
  /** The root file system of the chroot. */
  readonly root: string;
  readonly stamps: string;
  readonly state: string;
  readonly odooPid: string;
  readonly setupLog: string;
  readonly odooLog: string;
}

/** The folder of all staging servers. */
export function stagingHome(): string {
  return join(homedir(), '.cache', 'odoo-mailchimp', 'staging');
}

export function stagingPaths(version: OdooVersion, base = stagingHome()): StagingPaths {
  const home = join(base, String(version));
  return {
    home,
    root: join(home, 'root'),
    stamps: join(home, 'stamps'),
    state: join(home, 'state.json'),
    odooPid: join(home, 'odoo.pid'),
    setupLog: join(home, 'setup.log'),
    odooLog: join(home, 'odoo.log'),
  };
}
