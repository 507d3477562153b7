import { resolve, join } from 'node:path';
import { ConfigurationError } from '../support/errors.js';
import type { AccountConfig } from './account-config.js';
import type { Environment } from './environment.js';
import { parseAccount, type ParsedAccount } from './parse-account.js';
import { inOrder, type Problem } from './problem.js';
import { storeIdentity } from './with-store.js';
import { readdirSync, readFileSync, statSync } from 'node:fs';

export type { Environment } from './environment.js';

/**
 * The accounts of a file, or of every `*.yaml` of a folder that is no example (B1), validated and deep-frozen.
 * @throws ConfigurationError `config.invalid` naming every problem, one a line, as file:line:column;
 *   `config.missing` and `config.unreadable` when there is nothing to read
 */
export function loadAccounts(path: string, env: Environment): AccountConfig[] {
  const parsed = accountFiles(path).map((file) => parseAccount(file, readAccountFile(file), env));
  const problems = [...parsed.flatMap((account) => account.problems), ...clashes(parsed)];
  if (problems.length > 0)
    throw new ConfigurationError(inOrder(problems).join('\n'), {
      code: 'config.invalid',
      hint: 'Correct what is named; docs/configuration.md tells every key.',
    });
  return parsed.flatMap(({ account }) => account ?? []);
}

/** Two accounts may share neither their name nor their store. */
function clashes(parsed: readonly ParsedAccount[]): Problem[] {
  const seen = new Map<string, string>();
  return parsed.flatMap(({ yaml, account }) => {
    if (account === null) return [];
    const marks = {
      account: account.account.toLowerCase(),
      store: storeIdentity(account.store, (path) => resolve(path)),
    };
    return Object.entries(marks).flatMap(([key, mark]) => {
      const place = yaml.problemAt([key], '');
      const taken = seen.get(`${key} ${mark}`);
      seen.set(`${key} ${mark}`, place.file);
      if (taken === undefined) return [];
      return [{ ...place, text: `${key} is the same as in ${taken} — give each account its own` }];
    });
  });
}

/** Files meant to be copied, not loaded. */
const example = /\.example\.ya?ml$/u;

/**
 * The account files at a path: the file itself, or those of the folder, by name.
 * @throws ConfigurationError `config.missing`
 */
function accountFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw missing(`There is no configuration at ${path}`);
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path).filter((name) => /^[^.].*\.ya?ml$/u.test(name) && !example.test(name));
  if (files.length === 0) throw missing(`There is no account file in ${path}`);
  return files.sort().map((name) => join(path, name));
}

/** @throws ConfigurationError `config.unreadable` */
function readAccountFile(file: string): string {
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
