import { Command } from 'commander';
import { examine } from '../../app/doctor.js';
import type { Finding } from '../../app/finding.js';
import type { CliContext } from '../cli-context.js';
import { selectAccounts } from '../for-each-account.js';
import { printFindings } from '../output/print-findings.js';

export function doctorCommand(context: CliContext): Command {
  return new Command('doctor')
    .description('check configuration, logins, rights, audiences and store, and say what to do')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp doctor')
    .action(async () => {
      const findings: Finding[] = [];
      for (const account of selectAccounts(context)) findings.push(...(await examine(account, context.deps)));
      printFindings(context, findings, {
        well: 'All well. Next: odoo-mailchimp audiences fetch',
        again: 'run doctor again afterwards.',
      });
    });
}
