import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { newAccountYaml, type NewAccount } from '../new-account-yaml.js';
import { printJson } from '../output/print-json.js';

const secrets = 'ODOO_PASSWORD=\nMAILCHIMP_API_KEY=\n';

export function initCommand(context: CliContext): Command {
  return new Command('init')
    .description('write an account file and a .env for its secrets; never overwrites one')
    .option('--name <name>', 'name of the account', 'main')
    .option('--odoo-url <url>', 'address of the Odoo server', 'http://127.0.0.1:8069')
    .option('--database <name>', 'Odoo database', 'staging')
    .option('--username <login>', 'Odoo user', 'admin')
    .option('--audience <id...>', 'MailChimp audience ids')
    .option('--mailchimp-url <url>', 'only for the sandbox: http://127.0.0.1:4010/3.0')
    .addHelpText(
      'after',
      '\nExample:\n  $ odoo-mailchimp init --odoo-url https://odoo.example.org --database production',
    )
    .action((options: NewAccount) => {
      const { io, globals } = context;
      const file = resolve(io.cwd, globals().config ?? 'config/account.yaml');
      const env = resolve(io.cwd, '.env');
      if (!writeNew(file, newAccountYaml(options), 0o644)) throw isThere(file);
      const envMade = writeNew(env, secrets, 0o600);
      if (globals().json === true) printJson(io, { account_file: file, env_file: env });
      else io.stdout(`${told(options, { file, env, envMade }).join('\n')}\n`);
    });
}

/**
 * Writes a file; false when there is one already, which stays as it is.
 * @throws ConfigurationError `usage.unwritable`
 */
function writeNew(path: string, text: string, mode: number): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode, flag: 'wx' });
    return true;
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && existsSync(path)) return false;
    throw new ConfigurationError(`${path} can’t be written (${code})`, {
      code: 'usage.unwritable',
      hint: 'Run this in a folder you may write to, or name another file with --config.',
      cause,
    });
  }
}

function isThere(file: string): ConfigurationError {
  return new ConfigurationError(`${file} is there already`, {
    code: 'usage.exists',
    hint: 'Edit it, or name another file with --config.',
  });
}

function told(
  { audience }: NewAccount,
  { file, env, envMade }: { file: string; env: string; envMade: boolean },
): string[] {
  return [
    `Wrote ${file}`,
    envMade ? `Wrote ${env}` : `Kept ${env}`,
    'Next:',
    `  1. put ODOO_PASSWORD and MAILCHIMP_API_KEY into ${env}`,
    ...(audience === undefined
      ? ['  2. odoo-mailchimp audiences list; put the ids you want into the account file']
      : []),
    `  ${audience === undefined ? 3 : 2}. odoo-mailchimp doctor`,
  ];
}
