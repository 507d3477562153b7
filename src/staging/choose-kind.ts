import { existsSync } from 'node:fs';
import { ConfigurationError } from '../support/errors.js';
import { execute } from './execute.js';
import type { OdooVersion } from './odoo-version.js';
import { readStagingState, type SavedState } from './staging-state.js';

/** How this machine can run an Odoo: what was used before, a chroot on Debian as root, else Docker. */
export async function chooseKind(versions: readonly OdooVersion[]): Promise<SavedState['kind']> {
  const before = versions
    .map((version) => readStagingState(version)?.kind)
    .find((kind) => kind !== undefined);
  if (before !== undefined) return before;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) return 'chroot';
  if (await dockerAnswers()) return 'docker';
  throw new ConfigurationError('No Odoo can be made on this machine', {
    code: 'staging.unsupported',
    hint: 'Start Docker, or run this on Debian as root. Without either, npm run demo uses the small built-in Odoo.',
  });
}

async function dockerAnswers(): Promise<boolean> {
  try {
    await execute(['docker', 'info']);
    return true;
  } catch {
    return false;
  }
}
