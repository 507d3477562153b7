import { Command } from 'commander';
import type { Bridge } from '../../app/bridge.js';
import { BridgeError } from '../../support/errors.js';
import type { AccountStatus } from '../../sync/account-status.js';
import type { AudienceCounts } from '../../sync/audience-counts.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { coloursFor } from '../output/colours.js';
import { statusLines, type Counted } from '../output/print-status.js';
import { printJson } from '../output/print-json.js';
import { allVisible } from '../../support/control-characters.js';

export function statusCommand(context: CliContext): Command {
  return new Command('status')
    .description('how each audience stands on both sides, what is left to do, and the last runs')
    .option('--offline', 'tell what the bridge knows, and ask no server')
    .addHelpText('after', '\nExample:\n  $ odoo-mailchimp status --json')
    .action(async ({ offline = false }: { offline?: boolean }) => {
      const found = await forEachAccount(context, async (bridge) => ({
        status: await bridge.status(),
        counted: offline ? null : await count(bridge),
      }));
      if (context.globals().json === true) {
        const accounts = found.map(({ status, counted }) => asJson(status, counted));
        printJson(context.io, accounts.length === 1 ? accounts[0] : { accounts });
        return;
      }
      const colours = coloursFor(context.io);
      for (const { status, counted } of allVisible(found))
        context.io.stdout(`${statusLines(status, counted, colours).join('\n')}\n`);
    });
}

/** A server that is down keeps nothing back of what the bridge knows by itself. */
async function count(bridge: Bridge): Promise<Counted> {
  try {
    return { counts: await bridge.countAudiences(), problem: null };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return { counts: [], problem: { code: error.code, message: error.message } };
  }
}

function asJson({ audiences, ...status }: AccountStatus, counted: Counted | null): object {
  const countsOf = (wanted: string): Omit<AudienceCounts, 'id'> | null => {
    const found = counted?.counts.find(({ id }) => id === wanted);
    if (found === undefined) return null;
    const { mailchimp, odoo, drift } = found;
    return { mailchimp, odoo, drift };
  };
  return {
    ...status,
    audiences: audiences.map((audience) => ({ ...audience, counts: countsOf(audience.id) })),
    problem: counted?.problem ?? null,
  };
}
