import { Command } from 'commander';
import type { Finding } from '../../app/finding.js';
import { checkWebhooks } from '../../app/webhooks/check-webhooks.js';
import { keepSigningKeys } from '../../app/webhooks/keep-signing-keys.js';
import {
  manageWebhooks,
  type WebhookReport,
  type WebhookRequest,
} from '../../app/webhooks/manage-webhooks.js';
import type { AccountConfig } from '../../config/account-config.js';
import type { CliContext } from '../cli-context.js';
import { selectAccounts } from '../for-each-account.js';
import { printFindings } from '../output/print-findings.js';
import { printWebhooks } from '../output/print-webhooks.js';

type Managing = WebhookRequest['command'];

interface Options {
  dryRun?: boolean;
  newSecret?: boolean;
}

const texts: Readonly<Record<Managing, string>> = {
  register: 'tell MailChimp where the bridge is; what is registered already stays',
  list: 'the webhooks of the audiences, with those of other programs',
  repair: 'put right what differs, and let MailChimp look at the address again',
  remove: 'take the webhooks of this bridge away',
};

const example = (command: string): string => `\nExample:\n  $ odoo-mailchimp webhooks ${command}`;

export function webhooksCommand(context: CliContext): Command {
  const webhooks = new Command('webhooks')
    .description('where MailChimp tells of changes as they happen')
    .addHelpText('after', example('register --dry-run'));
  webhooks.addCommand(managing(context, 'register'));
  webhooks.addCommand(managing(context, 'list'));
  webhooks.addCommand(checking(context));
  webhooks.addCommand(
    managing(context, 'repair').option(
      '--new-secret',
      'make them anew, since MailChimp tells a signing secret only then',
    ),
  );
  webhooks.addCommand(managing(context, 'remove'));
  return webhooks;
}

function managing(context: CliContext, name: Managing): Command {
  const isWriting = name !== 'list';
  const command = new Command(name)
    .description(texts[name])
    .addHelpText('after', example(isWriting ? `${name} --dry-run` : name))
    .action(async ({ dryRun = false, newSecret = false }: Options) => {
      const request = { command: name, dryRun, newSecret };
      const reports: WebhookReport[] = [];
      let isSecretTold = false;
      const keepKeys: Parameters<typeof manageWebhooks>[2]['keepKeys'] = (keys) => {
        keepSigningKeys(context.io.cwd, keys);
        isSecretTold = true;
      };
      for (const account of accountsWithWebhooks(context)) {
        reports.push(...(await manageWebhooks(account, request, { clock: context.deps.clock, keepKeys })));
      }
      printWebhooks(context, request, { reports, isSecretTold });
    });
  return isWriting ? command.option('--dry-run', 'show what would be done and touch nothing') : command;
}

function checking(context: CliContext): Command {
  return new Command('check')
    .description('call the public address from outside, and compare what is registered with what should be')
    .addHelpText('after', example('check'))
    .action(async () => {
      const findings: Finding[] = [];
      for (const account of accountsWithWebhooks(context))
        findings.push(...(await checkWebhooks(account, context.deps)));
      printFindings(context, findings, {
        well: 'All well: MailChimp reaches the bridge.',
        again: 'run webhooks check again afterwards.',
      });
    });
}

/** Of several accounts those that have any; the one there is, in any case. */
function accountsWithWebhooks(context: CliContext): AccountConfig[] {
  const accounts = selectAccounts(context);
  const configured = accounts.filter(({ webhooks }) => webhooks !== undefined);
  return configured.length > 0 ? configured : accounts;
}
