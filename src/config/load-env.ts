import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './load-accounts.js';

/** The environment, with `.env` of the folder where there is one; what is set already wins. */
export function loadEnv(folder: string): Environment {
  const file = join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}
