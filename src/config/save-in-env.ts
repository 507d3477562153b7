import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigurationError } from '../support/errors.js';
import { writeThrough } from './write-through.js';

/**
 * Puts a variable into `.env` of the folder, made for the owner of the folder only where there is none; every
 * other line stays, and so do a link, the owner and the mode.
 * @param change gives the new value from the one before, null when there is none
 * @throws ConfigurationError `config.env_unwritable`
 */
export function saveInEnv(folder: string, name: string, change: (before: string | null) => string): void {
  const file = join(folder, '.env');
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const line = `${name}=${quoted(change(parseEnv(text)[name] ?? null))}`;
    const own = new RegExp(`^(?:export +)?${name} *=.*$`, 'mu');
    const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    // It may hold what is told only once.
    writeThrough(file, own.test(text) ? text.replace(own, () => line) : `${ended}${line}\n`);
  } catch (cause) {
    throw new ConfigurationError(`${name} can’t be written into ${file}`, {
      code: 'config.env_unwritable',
      hint: 'Give the user who runs this the right to write there.',
      cause,
    });
  }
}

/** Docker's `--env-file` takes quotes for a part of the value: only where they are needed. */
function quoted(value: string): string {
  return /^[\w:,+/=.~-]*$/u.test(value) ? value : `'${value}'`;
}
