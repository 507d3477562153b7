import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { stringify } from 'yaml';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';

interface InitOptions {
  name: string;
  odooUrl: string;
  database: string;
  username: string;
  audience?: string[];
  mailchimpUrl?: string;
}

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
      '\nExample:\n  $ odoo-mailchimp init --odoo-url https://odoo.example.org --database production --audience a36b032126',
    )
    .action((options: InitOptions) => {
      const { io, globals } = context;
      const file = resolve(io.cwd, globals().config ?? 'config/account.yaml');
      const env = resolve(io.cwd, '.env');
      refuseOverwriting(file);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, accountYaml(options));
      if (!existsSync(env)) writeFileSync(env, 'ODOO_PASSWORD=\nMAILCHIMP_API_KEY=\n', { mode: 0o600 });
      if (globals().json === true) io.stdout(`${JSON.stringify({ account_file: file, env_file: env })}\n`);
      else
        io.stdout(
          `Wrote ${file}\nNext: put the secrets into ${env}, the audience ids into the account file, then odoo-mailchimp doctor\n`,
        );
    });
}

function refuseOverwriting(file: string): void {
  if (!existsSync(file)) return;
  throw new ConfigurationError(`${file} is there already`, {
    code: 'usage.exists',
    hint: 'Edit it, or name another file with --config.',
  });
}

function accountYaml({ name, odooUrl, database, username, audience, mailchimpUrl }: InitOptions): string {
  return stringify({
    account: name,
    odoo: { url: odooUrl, database, username, password: '${ODOO_PASSWORD}' },
    mailchimp: {
      api_key: '${MAILCHIMP_API_KEY}',
      ...(mailchimpUrl === undefined ? {} : { base_url: mailchimpUrl }),
    },
    audiences: (audience ?? ['a36b032126']).map((id) => ({ id })),
  });
}
