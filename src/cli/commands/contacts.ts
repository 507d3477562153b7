import { Command, InvalidArgumentError, Option } from 'commander';
import type { ContactSelection } from '../../sync/contact-selection.js';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { printPerson } from '../output/print-person.js';
import { printRuns } from '../output/print-runs.js';

interface PushOptions {
  model: 'mailing.contact' | 'res.partner';
  id?: number[];
  email?: string[];
  domain?: unknown[];
  pending?: boolean;
  audience?: string[];
  dryRun?: boolean;
  allowLarge?: boolean;
}

export function contactsCommand(context: CliContext): Command {
  const contacts = new Command('contacts').description('mailing contacts and customers of Odoo');
  const texts = {
    export: 'add contacts or customers to audiences',
    update: 'bring changed contacts or customers to the members they already are',
  };
  contacts.addCommand(pushCommand(context, 'export', texts.export));
  contacts.addCommand(pushCommand(context, 'update', texts.update));
  contacts
    .command('show <email>')
    .description('everything known of one person on both sides')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp contacts show ana@shop.pt')
    .action(async (email: string) => {
      printPerson(context, await forEachAccount(context, (bridge) => bridge.showContact(email)));
    });
  return contacts;
}

function pushCommand(context: CliContext, mode: 'export' | 'update', description: string): Command {
  const model = new Option('--model <model>', 'which Odoo records').choices([
    'mailing.contact',
    'res.partner',
  ]);
  return new Command(mode)
    .description(description)
    .addOption(model.default('mailing.contact'))
    .option('--id <id...>', 'only the records with these ids', collectId)
    .option('--email <address...>', 'only the records with these addresses')
    .option('--domain <json>', 'only the records of this Odoo domain', parseDomain)
    .option('--pending', 'only contacts never exported before')
    .option('--audience <id...>', 'only these audiences')
    .option('--dry-run', 'show what would be done and touch nothing')
    .option('--allow-large', 'go beyond limits: of the account file')
    .addHelpText('after', `\nExample:\n  $ odoo-mailchimp contacts ${mode} --email ana@shop.pt --dry-run`)
    .action(async (options: PushOptions) => {
      const request = {
        model: options.model,
        selection: selectionOf(options),
        audiences: options.audience ?? [],
        dryRun: options.dryRun === true,
        allowLarge: options.allowLarge === true,
      };
      const runs = await forEachAccount(context, (bridge) =>
        mode === 'export' ? bridge.exportContacts(request) : bridge.updateContacts(request),
      );
      printRuns(context, runs.flat());
    });
}

function selectionOf({ id, email, domain, pending }: PushOptions): ContactSelection {
  const selections: ContactSelection[] = [];
  if (id !== undefined) selections.push({ by: 'ids', ids: id });
  if (email !== undefined) selections.push({ by: 'emails', emails: email });
  if (domain !== undefined) selections.push({ by: 'domain', domain });
  if (pending === true) selections.push({ by: 'pending' });
  if (selections.length < 2) return selections[0] ?? { by: 'all' };
  throw new ConfigurationError('Records are selected in more than one way', {
    code: 'usage.selection',
    hint: 'Give one of --id, --email, --domain and --pending.',
  });
}

function collectId(text: string, before: number[] = []): number[] {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1) throw new InvalidArgumentError('An id is a whole number above 0.');
  return [...before, id];
}

function parseDomain(text: string): unknown[] {
  const wrong = new InvalidArgumentError('A domain is a JSON array, like [["country_id.code","=","PT"]].');
  try {
    const domain: unknown = JSON.parse(text);
    if (Array.isArray(domain)) return domain;
  } catch {
    throw wrong;
  }
  throw wrong;
}
