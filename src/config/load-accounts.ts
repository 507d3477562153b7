import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../support/errors.js';
import type { AccountConfig } from './account-config.js';
import { parseAccount } from './parse-account.js';
import { inOrder, type Problem } from './problem.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Files meant to be copied, not loaded. */
const template = /\.example\.ya?ml$/u;

/**
 * The accounts of a file or of every `*.yaml` of a folder (B1), validated and deep-frozen.
 * @throws ConfigurationError `config.invalid` naming every problem at once, one a line, with file:line:column
 */
export function loadAccounts(path: string, env: Environment): AccountConfig[] {
  const problems: Problem[] = [];
  const accounts = accountFiles(path).flatMap((file) => {
    const { account, problems: found } = parseAccount(file, readFileSync(file, 'utf8'), env);
    problems.push(...found);
    return account === null ? [] : [{ file, account }];
  });
  problems.push(...clashes(accounts));
  if (problems.length === 0) return accounts.map(({ account }) => account);
  throw new ConfigurationError(inOrder(problems).join('\n'), { code: 'config.invalid' });
}

function accountFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw missing(`There is no configuration at ${path}`);
  if (!stats.isDirectory()) return [path];
  const files = readdirSync(path).filter((name) => /\.ya?ml$/u.test(name) && !template.test(name));
  if (files.length === 0) throw missing(`There is no account file in ${path}`);
  return files.sort().map((name) => join(path, name));
}

function missing(message: string): ConfigurationError {
  return new ConfigurationError(message, {
    code: 'config.missing',
    hint: 'Run odoo-mailchimp init, or copy config/account.example.yaml to config/account.yaml and edit it.',
  });
}

/** Two accounts may share neither their name nor their store. */
function clashes(accounts: readonly { file: string; account: AccountConfig }[]): Problem[] {
  const seen = new Map<string, string>();
  return accounts.flatMap(({ file, account }) =>
    (['account', 'store'] as const).flatMap((key) => {
      const taken = seen.get(`${key} ${account[key]}`);
      seen.set(`${key} ${account[key]}`, file);
      if (taken === undefined) return [];
      return [
        { file, line: 1, column: 1, text: `${key} is the same as in ${taken}; give each account its own` },
      ];
    }),
  );
}
