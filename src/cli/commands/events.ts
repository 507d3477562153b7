import { Command, Option } from 'commander';
import { ConfigurationError } from '../../support/errors.js';
import { inboxStates } from '../../store/inbox-event.js';
import type { InboxEntry, ReleasedEvents } from '../../sync/events/list-events.js';
import type { CliContext } from '../cli-context.js';
import { forEachAccount } from '../for-each-account.js';
import { textTable } from '../output/text-table.js';
import { collectId } from '../parse-id.js';
import { printJson } from '../output/print-json.js';
import { allVisible } from '../../support/control-characters.js';
import { toSecond } from '../../support/utc-text.js';

const example = (command: string): string => `\nExample:\n  $ odoo-mailchimp events ${command}`;

export function eventsCommand(context: CliContext): Command {
  const events = new Command('events')
    .description('what webhooks have told, and what became of it')
    .addHelpText('after', example('list'));
  events
    .command('list')
    .description('the events, newest first')
    .addOption(new Option('--state <state>', 'only these').choices(inboxStates))
    .addHelpText('after', example('list --state quarantined'))
    .action(async ({ state = null }: { state?: InboxEntry['state'] | null }) => {
      const found = await forEachAccount(context, async (bridge) =>
        (await bridge.listEvents({ state })).map((event) => ({ account: bridge.account, ...event })),
      );
      printEvents(context, found.flat());
    });
  events
    .command('retry')
    .argument('[id...]', 'of the events', collectId)
    .option('--all', 'all that are in quarantine')
    .description('let events be tried again at once that failed')
    .addHelpText('after', example('retry 12 --account acme'))
    .action(async (ids: number[], { all = false }: { all?: boolean }) => {
      checkChoice(ids, all);
      const released = await forEachAccount(context, async (bridge) => ({
        account: bridge.account,
        released: await bridge.retryEvents(all ? null : ids),
      }));
      printReleased(context, released);
    });
  events
    .command('release')
    .option('--audience <id...>', 'only of these audiences')
    .option('--dry-run', 'show what is held and let nothing go')
    .description('let events go that are held for being too many at once')
    .addHelpText('after', example('release --dry-run'))
    .action(async ({ audience = [], dryRun = false }: { audience?: string[]; dryRun?: boolean }) => {
      const released = await forEachAccount(context, async (bridge) =>
        (await bridge.releaseEvents({ audiences: audience, dryRun })).map((held) => ({
          account: bridge.account,
          ...held,
        })),
      );
      printLetGo(context, released.flat(), dryRun);
    });
  return events;
}

function checkChoice(ids: readonly number[], all: boolean): void {
  if (ids.length > 0 !== all) return;
  throw new ConfigurationError('It is not clear which events are to be tried again', {
    code: 'usage.events',
    hint: 'Name them by id, as events list shows them, or give --all.',
  });
}

function printEvents(
  { io, globals }: CliContext,
  events: readonly (InboxEntry & { account: string })[],
): void {
  if (globals().json === true) {
    printJson(io, { events });
    return;
  }
  if (events.length === 0) {
    io.stdout('No event.\n');
    return;
  }
  const rows = allVisible(events).map(
    ({ id, received_at: received, type, email, state, outcome, attempts, error }) => [
      ...[id, toSecond(received), type, email ?? '–'],
      outcome ?? (attempts === 0 ? state : `${state}, failed ${attempts} times: ${error?.message ?? ''}`),
    ],
  );
  io.stdout(
    `${textTable({ head: ['event', 'received (UTC)', 'type', 'e-mail', 'what came of it'], rows })}\n`,
  );
  if (events.some(({ state }) => state === 'quarantined'))
    io.stdout('Next: odoo-mailchimp events retry ID\n');
}

function printReleased(
  { io, globals }: CliContext,
  accounts: readonly { account: string; released: number }[],
): void {
  const released = accounts.reduce((sum, one) => sum + one.released, 0);
  if (globals().json === true) printJson(io, { released });
  else if (released === 0) io.stdout('None of these waits.\n');
  else io.stdout(`${released} to be tried again; serve does it within seconds.\n`);
}

function printLetGo(
  { io, globals }: CliContext,
  held: readonly (ReleasedEvents & { account: string })[],
  dryRun: boolean,
): void {
  if (globals().json === true) {
    printJson(io, { dry_run: dryRun, released: held });
    return;
  }
  if (held.length === 0) io.stdout('No event is held.\n');
  for (const { audience, events, since } of held)
    io.stdout(
      `${audience}: ${events} ${dryRun ? 'are held' : 'let go; serve works on them within seconds'}, the oldest came ${toSecond(since)} UTC\n`,
    );
}
