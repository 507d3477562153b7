import { openConsentLooks } from '../../consent/consent-looks.js';
import { createdSource } from '../../objects/registry.js';
import { countRecords } from '../../odoo/records/count-records.js';
import type { Binding } from '../../store/binding.js';
import { pipeline } from '../../support/pipeline.js';
import { unlessBroken } from '../consent/unless-broken.js';
import { dueBindings } from '../due-bindings.js';
import { Pass } from '../pass/pass.js';
import { memberOf } from '../people/seen-member.js';
import { withTablesRead } from '../people/with-tables-read.js';
import { retryAt } from '../retry-pause.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { openChanges, type Changes, type ChangedPage } from './changes.js';
import { importSteps, planSeen, type ImportOptions } from './import-steps.js';

/**
 * MailChimp → Odoo for one audience (B8–B14). What fits in two pages is planned whole; more goes page by page, opt-outs
 * ahead of everything.
 */
export async function importAudience(run: AudienceRun, options: ImportOptions): Promise<void> {
  const changes = await openChanges(run, options);
  if (changes.isWhole) await importWhole(run, changes.begun, options);
  else await importInPages(run, changes, options);
  await importDue(run);
}

async function importWhole(
  run: AudienceRun,
  pages: readonly ChangedPage[],
  options: ImportOptions,
): Promise<void> {
  await new Pass(run, importSteps(run, options)).whole(pages);
  for (const { phase, members } of pages) report(run, { phase, done: members.length, total: members.length });
}

/**
 * Page by page, with as little in memory as that: first the consent of everyone (B25), which reads the changes once more,
 * then everything. Where nobody is on the mailing list yet there is nobody to be opted out first.
 */
async function importInPages(open: AudienceRun, changes: Changes, options: ImportOptions): Promise<void> {
  const isFirst =
    (await countSubscriptions(open)) === 0 && (await unlessBroken(() => prepare(open))) === null;
  if (!isFirst) await new Pass(open, importSteps(open, options)).consent(changes.all());
  const pages = isFirst ? changes.all() : (await openChanges(open, options)).all();
  await prepare(open);
  const makesCustomers = open.config.member_options.auto_create_customer;
  const run = await withTablesRead(open, (type) => makesCustomers && type === createdSource);
  const steps = importSteps(run, options);
  const pass = new Pass(run, steps);
  let counted = 0;
  const done = new Map<string, number>();
  // The next page is planned while Odoo works on the one before, and that is written down while Odoo works on this one.
  await pipeline(pages, {
    keysOf: ({ members }) => members.flatMap(({ contactId, email }) => [contactId, email.toLowerCase()]),
    async prepare(page) {
      const looks = openConsentLooks();
      await pass.consent([page], looks);
      const planned = await pass.plan(page, looks);
      counted += pass.countIn([planned]);
      await steps.checkCap?.(counted);
      return planned;
    },
    touchedBy: ({ plans }) =>
      plans.flatMap(({ known: { person } }) => (person.contact ? `contact ${person.contact.id}` : [])),
    applyAtOnce: 2,
    apply: async (planned) => pass.apply(await pass.guard(planned)),
    async record(applied) {
      await pass.record(applied);
      const { phase, totalItems, members } = applied.page;
      const count = (done.get(phase) ?? 0) + members.length;
      done.set(phase, count);
      report(run, { phase, done: count, total: Math.max(totalItems, count) });
    },
  });
}

/** What the data needs and consent does not. */
async function prepare(run: OpenAudience): Promise<void> {
  await Promise.all([run.mapping(), run.tags()]);
}

async function countSubscriptions({ odoo, mailingListId }: OpenAudience): Promise<number> {
  if (mailingListId === null) return 0;
  return countRecords(odoo.transport, odoo.capabilities.subscriptionModel, [['list_id', '=', mailingListId]]);
}

function report(
  { config, audience, progress }: AudienceRun,
  state: { phase: string; done: number; total: number },
): void {
  progress({ account: config.account, audience: audience.id, ...state });
}

const duePageSize = 500;

/**
 * What is left to be carried to Odoo and no change in MailChimp brings up again: members Odoo refused, after a pause
 * that grows, and values MailChimp owns that were edited in Odoo. Goes by what was last seen; costs MailChimp nothing.
 */
export async function importDue(run: AudienceRun): Promise<void> {
  const { tally, store, audience } = run;
  const pass = new Pass(run, importSteps(run, { full: true }));
  const done = new Set([...tally.failures, ...tally.plan].map(({ email }) => email?.toLowerCase()));
  const page = { members: [], odd: [], mark: null, phase: '', totalItems: 0 };
  for await (const bindings of dueBindings(store.bindings, audience.id, 'import', duePageSize)) {
    const due = bindings.filter((one) => isDue(run, one) && !done.has(one.email));
    if (due.length > 0) await pass.carryOut(await planSeen(run, due.map(memberOf), { full: true, page }));
  }
}

function isDue({ clock }: OpenAudience, { error }: Binding): boolean {
  return error === null || clock.now() >= retryAt(new Date(error.at), error.attempts);
}
