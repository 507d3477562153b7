import { once } from 'node:events';
import type { CliContext } from '../cli-context.js';
import { progressLine } from '../output/progress-line.js';
import { textTable } from '../output/text-table.js';
import type { DemoChoice } from './demo-choice.js';
import { openDemoOdoo, type DemoOdoo } from './demo-odoo.js';
import { openDemoWorld, type DemoWorld, demoAudience } from './demo-world.js';
import { printJson } from '../output/print-json.js';
import type { Bridge } from '../../app/bridge.js';
import { odooConnection } from '../../app/connections.js';
import { connectOdoo, type OdooSession } from '../../odoo/connect.js';
import { subscriptionByHand } from '../../consent/new-subscription.js';
import { createContacts } from '../../odoo/people/create-contacts.js';
import type { Clock } from '../../support/clock.js';
import type { RunSummary } from '../../sync/run/run-summary.js';
import { countsInWords } from '../output/counts-in-words.js';

/** Plays the demo on the chosen Odoo and prints it. */
export async function showDemo(
  context: CliContext,
  { choice, keep }: { choice: DemoChoice; keep: boolean },
): Promise<void> {
  const odoo = await openDemoOdoo(choice, context.io);
  try {
    await inWorld(context, odoo, keep);
  } finally {
    await odoo.close();
  }
}

async function inWorld(context: CliContext, odoo: DemoOdoo, keep: boolean): Promise<void> {
  const { io, deps, globals } = context;
  const world = await openDemoWorld(odoo);
  const progress = progressLine(io, deps.clock);
  if (globals().json !== true) io.stdout(`${beginning(odoo)}\n`);
  try {
    const bridge = await deps.openBridge(world.config, {
      ...deps,
      progress: progress.show,
      signal: io.signal,
      wait: true,
    });
    const steps = await runDemo(bridge, world, deps).finally(() => bridge.close());
    progress.end();
    print(context, { odoo, world, steps, keep });
    if (keep) await waitForEnd(context);
  } finally {
    await world.close();
  }
}

interface Demo {
  odoo: DemoOdoo;
  world: DemoWorld;
  steps: DemoStep[];
  keep: boolean;
}

function beginning({ label, url }: DemoOdoo): string {
  return `A MailChimp sandbox and ${label} (${url}), with the bridge between them:`;
}

function print({ io, globals }: CliContext, demo: Demo): void {
  const { odoo, world, steps } = demo;
  if (globals().json === true) {
    const { label, url, database } = odoo;
    printJson(io, { odoo: { label, url, database }, mailchimp: world.sandboxUrl, steps });
    return;
  }
  const table = textTable({
    head: ['what', 'what came of it'],
    rows: steps.map(({ what, came }) => [what, came]),
    widths: [45, 32],
  });
  io.stdout(`${table}\n${ending(demo).join('\n')}\n`);
}

function ending({ odoo, world, keep }: Demo): string[] {
  return [
    ...(keep
      ? places(odoo, world)
      : [`Look around while it runs: npm run demo -- --odoo ${odoo.choice} --keep`]),
    ...(odoo.isThrownAway
      ? []
      : ['The demo people stay in that Odoo, on the mailing list “Demo newsletter”.']),
    'Your own servers: see “Connect your own” in README.md.',
  ];
}

function places({ username, password, webClient }: DemoOdoo, { sandboxPage }: DemoWorld): string[] {
  const inOdoo =
    webClient === null
      ? ['Odoo       the small one has nothing to look at; --odoo 19 or 14 has']
      : [
          `Odoo       ${webClient}`,
          `           ${username} / ${password}, then Email Marketing ▸ Mailing Lists`,
        ];
  return [...inOdoo, `MailChimp  ${sandboxPage}`];
}

async function waitForEnd({ io }: CliContext): Promise<void> {
  io.stderr('Everything is running; Ctrl-C ends it.\n');
  if (!io.signal.aborted) await once(io.signal, 'abort');
}

/** One thing the demo did, with what came of it. */
interface DemoStep {
  what: string;
  came: string;
}

const people = 1000;
const leaver = 'ines.moreira@lisbon-books.pt';

/** The bridge from one end to the other; every line is read back from the side it happened on. */
async function runDemo(bridge: Bridge, world: DemoWorld, { clock }: { clock: Clock }): Promise<DemoStep[]> {
  const odoo = await connectOdoo(odooConnection(world.config), { clock });
  try {
    return await play(bridge, world, odoo);
  } finally {
    await odoo.close();
  }
}

async function play(bridge: Bridge, world: DemoWorld, odoo: OdooSession): Promise<DemoStep[]> {
  const steps: DemoStep[] = [];
  await world.control('POST', '/audiences', { id: demoAudience, name: 'Demo newsletter' });
  await world.control('POST', `/audiences/${demoAudience}/members`, { count: people, seed: 1 });
  await world.control('POST', `/audiences/${demoAudience}/members`, {
    members: [
      { email_address: leaver, status: 'subscribed', merge_fields: { FNAME: 'Inês', LNAME: 'Moreira' } },
    ],
  });
  const [audience] = await bridge.fetchAudiences({ dryRun: false });
  steps.push({
    what: 'Audience bound to a mailing list in Odoo',
    came: `“${audience?.mailing_list.name ?? ''}”, id ${audience?.mailing_list.id ?? '–'}`,
  });
  steps.push({ what: `${people + 1} members imported to Odoo`, came: outcome(await fetch(bridge)) });
  steps.push({ what: 'Imported again, nothing has changed', came: nothingToDo(await fetch(bridge)) });
  steps.push(...(await exportSomeone(bridge, { odoo, mailingListId: audience?.mailing_list.id ?? 0 })));
  steps.push(...(await someoneLeaves(bridge, world)));
  return steps;
}

async function exportSomeone(
  bridge: Bridge,
  { odoo, mailingListId }: { odoo: OdooSession; mailingListId: number },
): Promise<DemoStep[]> {
  const email = 'tomas.ferreira@porto-tools.pt';
  const subscription = subscriptionByHand();
  await createContacts(odoo, mailingListId, [
    { values: { name: 'Tomás Ferreira', email }, tagIds: [], subscription },
  ]);
  const [run] = await bridge.exportContacts({
    model: 'mailing.contact',
    selection: { by: 'pending' },
    audiences: [],
    dryRun: false,
    allowLarge: false,
  });
  const person = await bridge.showContact(email);
  const status = person.audiences[0]?.member?.status ?? 'no member';
  return [
    { what: 'A contact made in Odoo, exported', came: outcome(run) },
    { what: `${email} in MailChimp`, came: status },
  ];
}

async function someoneLeaves(bridge: Bridge, world: DemoWorld): Promise<DemoStep[]> {
  await world.control('POST', `/audiences/${demoAudience}/persona`, {
    email: leaver,
    action: 'unsubscribe',
    source: 'user',
  });
  const imported = outcome(await fetch(bridge));
  const inOdoo = (await bridge.showContact(leaver)).audiences[0]?.subscription;
  await bridge.exportContacts({
    model: 'mailing.contact',
    selection: { by: 'emails', emails: [leaver] },
    audiences: [],
    dryRun: false,
    allowLarge: false,
  });
  const after = (await bridge.showContact(leaver)).audiences[0]?.member?.status ?? 'no member';
  return [
    { what: `${leaver} unsubscribes in MailChimp, and is imported`, came: imported },
    { what: 'The same person in Odoo now', came: inOdoo?.opt_out === true ? 'opted out' : 'opted in' },
    { what: 'Exported on purpose: in MailChimp still', came: after },
  ];
}

async function fetch(bridge: Bridge): Promise<RunSummary | undefined> {
  const [run] = await bridge.fetchMembers({ audiences: [], full: false, dryRun: false, allowLarge: false });
  return run;
}

function outcome(run: RunSummary | undefined): string {
  return run === undefined ? 'not run' : `${countsInWords({ ...run.totals })} in ${run.seconds.toFixed(1)} s`;
}

/** Only what changed within the overlap of the last run is read again (B14). */
function nothingToDo(run: RunSummary | undefined): string {
  const written = run === undefined ? 0 : run.totals.created + run.totals.updated;
  return written > 0 ? outcome(run) : `no write, ${run?.api_calls.mailchimp ?? 0} calls to MailChimp`;
}
