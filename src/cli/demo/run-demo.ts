import type { Bridge } from '../../app/bridge.js';
import { odooConnection } from '../../app/connections.js';
import { connectOdoo, type OdooSession } from '../../odoo/connect.js';
import { subscriptionByHand } from '../../consent/new-subscription.js';
import { createContacts } from '../../odoo/people/create-contacts.js';
import type { Clock } from '../../support/clock.js';
import type { RunSummary } from '../../sync/run/run-summary.js';
import { countsInWords } from '../output/counts-in-words.js';
import { demoAudience, type DemoWorld } from './demo-world.js';

/** One thing the demo did, with what came of it. */
export interface DemoStep {
  what: string;
  came: string;
}

const people = 1000;
const leaver = 'ines.moreira@lisbon-books.pt';

/** The bridge from one end to the other; every line is read back from the side it happened on. */
export async function runDemo(
  bridge: Bridge,
  world: DemoWorld,
  { clock }: { clock: Clock },
): Promise<DemoStep[]> {
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
