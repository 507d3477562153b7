import { Command, InvalidArgumentError } from 'commander';
import { manageAddon, type AddonCommand, type AddonReport } from '../../app/manage-addon.js';
import type { CliContext } from '../cli-context.js';
import { selectAccounts } from '../for-each-account.js';
import { printAddon } from '../output/print-addon.js';

interface AddonOptions {
  dryRun?: boolean;
  poke?: boolean;
  /** False for `--no-poke-url`. */
  pokeUrl?: string | false;
}

const texts: Readonly<Record<AddonCommand, string>> = {
  install: 'put menus, tabs, filters, actions and logs into Odoo; what is there already stays',
  upgrade: 'bring an installed addon to the one of this version',
  status: 'what is installed, and what an upgrade would do',
  uninstall: 'take everything out of Odoo again that install has put there',
};

export function addonCommand(context: CliContext): Command {
  const addon = new Command('addon')
    .description("the connector's addon inside Odoo, without an addon")
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp addon install --dry-run');
  for (const name of Object.keys(texts) as AddonCommand[]) addon.addCommand(subcommand(context, name));
  return addon;
}

function subcommand(context: CliContext, name: AddonCommand): Command {
  const command = new Command(name)
    .description(texts[name])
    .addHelpText(
      'after',
      `\nExample:\n  $ odoo-mailchimp addon ${name}${name === 'status' ? '' : ' --dry-run'}`,
    )
    .action(async (options: AddonOptions) => {
      const request = {
        command: name,
        dryRun: options.dryRun === true,
        poke: options.poke === true,
        pokeUrl: options.pokeUrl === false ? null : options.pokeUrl,
      };
      const { io, globals } = context;
      const deps = { clock: context.deps.clock, wait: globals().wait === true, signal: io.signal };
      const reports: AddonReport[] = [];
      for (const account of selectAccounts(context)) {
        reports.push(await manageAddon(account, request, deps));
      }
      printAddon(context, reports);
    });
  if (name !== 'status') command.option('--dry-run', 'show what would be done and touch nothing');
  if (name === 'status' || name === 'uninstall') return command;
  return command
    .option('--poke', 'let Odoo 17 and later call the bridge at once, at webhooks.public_url')
    .option('--poke-url <url>', 'the same at another address', webUrl)
    .option('--no-poke-url', 'let Odoo call nobody: the bridge looks every few seconds');
}

function webUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/u.test(text)) return text;
  throw new InvalidArgumentError('An address starts with https:// or http://.');
}
