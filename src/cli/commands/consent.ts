import { Command, Option } from 'commander';
import { ConfigurationError } from '../../support/errors.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { consentFormats, printConsent, type ConsentFormat } from '../output/print-consent.js';
import { parseEmail } from '../parse-email.js';

export function consentCommand(context: CliContext): Command {
  const example = '\nExample:\n  $ odoo-mailchimp consent export ana@shop.pt --format csv';
  const consent = new Command('consent')
    .description('the history of people’s consent')
    .addHelpText('after', example);
  const format = new Option('--format <format>', 'how it is written').choices(consentFormats);
  consent
    .command('export')
    .argument('<email>', 'address of the person', parseEmail)
    .description('every change of a person’s consent: when, where, by whom, and the evidence')
    .addOption(format.default('json'))
    .addHelpText('after', example)
    .action(async (email: string, { format: asked }: { format: ConsentFormat }) => {
      if (asked !== 'json' && context.globals().json === true) throw twoFormats(asked);
      printConsent(context, await forEachAccount(context, (bridge) => bridge.exportConsent(email)), asked);
    });
  return consent;
}

function twoFormats(format: ConsentFormat): ConfigurationError {
  return new ConfigurationError(`--json and --format ${format} ask for two things`, {
    code: 'usage.formats',
    hint: 'Leave one of them out.',
  });
}
