import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { serverUrl, versionFacts, type OdooVersion } from './odoo-version.js';
import { stagingPaths } from './staging-paths.js';

const stateSchema = z.object({
  kind: z.enum(['chroot', 'docker']),
  apiKey: z.string().min(1),
});

export type SavedState = z.infer<typeof stateSchema>;

/** What one needs to use a staging server, and its administrator's credentials. */
export interface StagingState extends SavedState {
  readonly version: OdooVersion;
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly postgresPort: number;
}

/** The staging server of a version as it was set up, running or not; null when it has not been completed. */
export function readStagingState(
  version: OdooVersion,
  file = stagingPaths(version).state,
): StagingState | null {
  const saved = readSaved(file);
  if (saved === null) return null;
  const account = { database: 'staging', username: 'admin', password: 'admin' };
  return {
    version,
    url: serverUrl(version),
    ...account,
    postgresPort: versionFacts(version).postgresPort,
    ...saved,
  };
}

/** Readable by its owner only: it holds a key, although one for throw-away data. */
export function saveStagingState(state: SavedState, file: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

function readSaved(file: string): SavedState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
