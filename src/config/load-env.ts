import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigurationError } from '../support/errors.js';
import type { Environment } from './environment.js';

/**
 * The environment, with `.env` of the folder where there is one; what is set already wins (B1).
 * @throws ConfigurationError `config.unreadable`
 */
export function loadEnv(folder: string, env: Environment = process.env): Environment {
  const file = join(folder, '.env');
  try {
    return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...env } : env;
  } catch (cause) {
    throw new ConfigurationError(`${file} can’t be read`, {
      code: 'config.unreadable',
      hint: 'It is a file of lines like NAME=value; give the user who runs the bridge the right to read it.',
      cause,
    });
  }
}
