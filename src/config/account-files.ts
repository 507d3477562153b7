import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../support/errors.js';

/** Files meant to be copied, not loaded. */
const example = /\.example\.ya?ml$/u;

/**
 * The account files at a path: the file itself, or those of the folder, by name.
 * @throws ConfigurationError `config.missing`
 */
export function accountFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw missing(`There is no configuration at ${path}`);
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path).filter((name) => /^[^.].*\.ya?ml$/u.test(name) && !example.test(name));
  if (files.length === 0) throw missing(`There is no account file in ${path}`);
  return files.sort().map((name) => join(path, name));
}

/** @throws ConfigurationError `config.unreadable` */
export function readAccountFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`${file} can’t be read`, {
      code: 'config.unreadable',
      hint: 'Give the user who runs the bridge the right to read it.',
      cause,
    });
  }
}

function missing(message: string): ConfigurationError {
  return new ConfigurationError(message, {
    code: 'config.missing',
    hint: 'Run odoo-mailchimp init, or copy config/account.example.yaml to config/account.yaml and edit it.',
  });
}
