import { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { parseDemoChoice, type DemoChoice } from '../demo/demo-choice.js';

interface DemoOptions {
  odoo: DemoChoice;
  keep?: boolean;
}

export function demoCommand(context: CliContext): Command {
  return new Command('demo')
    .description('see it work: a MailChimp sandbox, an Odoo, and people who come and go')
    .option(
      '--odoo <which>',
      'auto, sandbox, 14, 19, or the address of an Odoo to put demo people into (database staging, admin/admin)',
      parseDemoChoice,
      'auto',
    )
    .option('--keep', 'leave everything running until Ctrl-C')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp demo --odoo sandbox')
    .action(async ({ odoo: choice, keep = false }: DemoOptions) => {
      // Loaded by those who want it: every run of cron would pay for it.
      const { showDemo } = await import('../demo/show-demo.js');
      await showDemo(context, { choice, keep });
    });
}
