import { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { addonCommand } from './commands/addon.js';
import { applyCommand } from './commands/apply.js';
import { audiencesCommand } from './commands/audiences.js';
import { autoExportCommand } from './commands/auto-export.js';
import { alertsCommand } from './commands/alerts.js';
import { consentCommand } from './commands/consent.js';
import { contactsCommand } from './commands/contacts.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { eventsCommand } from './commands/events.js';
import { forgetCommand } from './commands/forget.js';
import { initCommand } from './commands/init.js';
import { logsCommand } from './commands/logs.js';
import { membersCommand } from './commands/members.js';
import { sandboxCommand } from './commands/sandbox.js';
import { serveCommand } from './commands/serve.js';
import { statusCommand } from './commands/status.js';
import { syncCommand } from './commands/sync.js';
import { webhooksCommand } from './commands/webhooks.js';
import { UsageError } from './usage-error.js';
import { readFileSync } from 'node:fs';

/** The whole command line (B40, docs/commands.md). Nothing is done before a command's action runs. */
export function buildProgram(context: CliContext, options: { json: boolean }): Command {
  const program = new Command('odoo-mailchimp')
    .description('Keeps Odoo mailing contacts and customers in step with MailChimp audiences.')
    .version(packageVersion())
    .option('--config <path>', 'account file, or folder of account files (default: config/account.yaml)')
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON object on stdout and nothing else')
    .option('--wait', 'wait for a run that holds the account, instead of leaving with 5')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp demo --odoo sandbox');
  const commands = [
    initCommand(context),
    doctorCommand(context),
    statusCommand(context),
    audiencesCommand(context),
    membersCommand(context),
    contactsCommand(context),
    consentCommand(context),
    forgetCommand(context),
    addonCommand(context),
    autoExportCommand(context),
    syncCommand(context),
    applyCommand(context),
    logsCommand(context),
    alertsCommand(context),
    serveCommand(context),
    webhooksCommand(context),
    eventsCommand(context),
    sandboxCommand(context),
    demoCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  prepare(program, context, options);
  return program;
}

/** Errors are thrown instead of ending the process, and text goes where the context says; for every subcommand. */
function prepare(command: Command, context: CliContext, options: { json: boolean }): void {
  command
    .configureHelp({ showGlobalOptions: true })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : new UsageError(error, command);
    })
    .configureOutput({
      writeOut: (text) => context.io.stdout(text),
      writeErr: (text) => (options.json ? undefined : context.io.stderr(text)),
      // Told with all other errors, in one form.
      outputError: () => undefined,
    });
  for (const subcommand of command.commands) prepare(subcommand, context, options);
}

/** As package.json says. */
function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
