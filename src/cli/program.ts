import { Command } from 'commander';
import type { CliContext } from './cli-context.js';
import { addonCommand } from './commands/addon.js';
import { audiencesCommand } from './commands/audiences.js';
import { contactsCommand } from './commands/contacts.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { initCommand } from './commands/init.js';
import { membersCommand } from './commands/members.js';
import { sandboxCommand } from './commands/sandbox.js';
import { statusCommand } from './commands/status.js';

/** The whole command line (interface.md). Nothing is done before a command's action runs. */
export function buildProgram(context: CliContext): Command {
  const program = new Command('odoo-mailchimp')
    .description('Keeps Odoo mailing contacts and customers in step with MailChimp audiences.')
    .option('--config <path>', 'account file, or folder of account files [config/account.yaml]')
    .option('--account <name>', 'only this account')
    .option('--json', 'one JSON object on stdout and nothing else')
    .option('--wait', 'wait for a run that holds the account, instead of leaving with 5')
    .showHelpAfterError('(odoo-mailchimp --help shows what there is)');
  const commands = [
    initCommand(context),
    doctorCommand(context),
    statusCommand(context),
    audiencesCommand(context),
    membersCommand(context),
    contactsCommand(context),
    addonCommand(context),
    sandboxCommand(context),
    demoCommand(context),
  ];
  for (const command of commands) program.addCommand(command);
  prepare(program, context);
  return program;
}

/** Errors are thrown instead of ending the process, and text goes where the context says; for every subcommand. */
function prepare(command: Command, context: CliContext): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => context.io.stdout(text),
    writeErr: (text) => context.io.stderr(text),
  });
  for (const subcommand of command.commands) prepare(subcommand, context);
}
