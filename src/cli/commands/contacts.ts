import { Command, Option } from 'commander';
import { consentHolder, models } from '../../objects/registry.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printPerson } from '../output/print-person.js';
import { printPending } from '../output/print-pending.js';
import { printRuns } from '../output/print-runs.js';
import { parseEmail } from '../parse-email.js';
import { addSelectionOptions, selectionOf, type SelectionOptions } from '../selection-options.js';
import {
  addWritingOptions,
  checkPlanOption,
  runOptions,
  savePlan,
  type WritingOptions,
} from '../writing-options.js';

interface PushOptions extends SelectionOptions, WritingOptions {
  model: string;
  audience?: string[];
}

const example = (command: string): string => `\nExample:\n  $ odoo-mailchimp contacts ${command}`;

export function contactsCommand(context: CliContext): Command {
  const contacts = new Command('contacts')
    .description('mailing contacts and customers of Odoo')
    .addHelpText('after', example('export --pending --dry-run'));
  const texts = {
    export: 'add contacts or customers to audiences',
    update: 'bring changed contacts or customers to the members they already are',
  };
  contacts.addCommand(pushCommand(context, 'export', texts.export));
  contacts.addCommand(pushCommand(context, 'update', texts.update));
  contacts
    .command('show')
    .argument('<email>', 'address of the person', parseEmail)
    .description('everything known of one person on both sides')
    .addHelpText('after', example('show ana@shop.pt'))
    .action(async (email: string) => {
      printPerson(context, await forEachAccount(context, (bridge) => bridge.showContact(email)));
    });
  contacts
    .command('pending')
    .description('contacts on an audience’s mailing list that were never exported')
    .option('--audience <id...>', 'only these audiences')
    .addHelpText('after', example('pending'))
    .action(async ({ audience: audiences = [] }: { audience?: string[] }) => {
      const found = await forEachAccount(context, (bridge) => bridge.pendingContacts({ audiences }));
      printPending(context, found.flat());
    });
  return contacts;
}

function pushCommand(context: CliContext, mode: 'export' | 'update', description: string): Command {
  const model = new Option('--model <model>', 'which Odoo records').choices(models);
  const command = new Command(mode).description(description).addOption(model.default(consentHolder.model));
  addSelectionOptions(command).option('--audience <id...>', 'only these audiences');
  return addWritingOptions(command)
    .addHelpText('after', example(`${mode} --email ana@shop.pt --dry-run`))
    .action(async (options: PushOptions) => {
      checkPlanOption(context, options);
      const { model, audience: audiences = [] } = options;
      const request = { model, selection: selectionOf(options), audiences };
      const asked = { ...request, ...runOptions(options) };
      const found = await forEachAccount(context, (bridge) =>
        mode === 'export' ? bridge.exportContacts(asked) : bridge.updateContacts(asked),
      );
      const runs = found.flat();
      printRuns(context, runs);
      savePlan(context, options, { request: { ...request, command: `contacts ${mode}` }, runs });
    });
}
