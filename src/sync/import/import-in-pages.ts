import { openConsentLooks } from '../../consent/consent-looks.js';
import type { ObjectType } from '../../objects/object-type.js';
import { createdSource, isSource } from '../../objects/registry.js';
import { smallTablesWhole } from '../../odoo/people/people-sources.js';
import { countRecords } from '../../odoo/records/count-records.js';
import { pipeline } from '../../support/pipeline.js';
import { seeMembers } from '../people/see-members.js';
import type { AudienceRun } from '../sync-context.js';
import { consentPass } from '../consent/consent-pass.js';
import { unlessBroken } from '../consent/unless-broken.js';
import { consentOfPages } from './consent-of-pages.js';
import { applyPage, planPage } from './import-page.js';
import type { ChangedPage, ImportTask } from './import-task.js';
import { openChanges, type Changes } from './open-changes.js';
import { recordPage } from './record-page.js';

/**
 * Page by page, with as little in memory as that: first the consent of everyone (B25), which reads the changes once more,
 * then everything. Where nobody is on the mailing list yet there is nobody to be opted out first.
 */
export async function importInPages(run: AudienceRun, changes: Changes, task: ImportTask): Promise<void> {
  const isFirst = (await countSubscriptions(run)) === 0 && (await unlessBroken(() => open(run))) === null;
  const consent = { ...task, mayOptIn: true };
  if (!isFirst) await consentPass(run, consentOfPages(run, changes.all(), task), consent, task.tally);
  const pages = isFirst ? changes.all() : (await openChanges(run, task)).all();
  await open(run);
  const { fields } = await run.mapping();
  const isMade = (type: ObjectType): boolean =>
    type === createdSource && run.config.member_options.auto_create_customer;
  const whole = run.types
    .filter((type) => isSource(type.model) && !isMade(type))
    .map((type) => ({ type, fields: fields[type.key] ?? [] }));
  const people = smallTablesWhole(run.odoo.transport, run.clock, whole);
  await importPages({ ...run, people }, pages, task);
}

/** What the data needs and consent does not. */
async function open(run: AudienceRun): Promise<void> {
  await Promise.all([run.mapping(), run.tags()]);
}

async function countSubscriptions({ odoo, mailingListId }: AudienceRun): Promise<number> {
  if (mailingListId === null) return 0;
  return countRecords(odoo.transport, odoo.capabilities.subscriptionModel, [['list_id', '=', mailingListId]]);
}

/** Plans the next page while Odoo works on the one before, and writes that down while Odoo works on this one. */
async function importPages(
  run: AudienceRun,
  pages: AsyncIterable<ChangedPage>,
  task: ImportTask,
): Promise<void> {
  const done = new Map<string, number>();
  await pipeline(pages, {
    keysOf: ({ members }) => members.flatMap(({ contactId, email }) => [contactId, email.toLowerCase()]),
    async prepare(page) {
      const looks = openConsentLooks();
      await consentPass(
        run,
        consentOfPages(run, [page], task),
        { ...task, mayOptIn: true, looks },
        task.tally,
      );
      const members = await seeMembers(run, page.members);
      return { page, planned: await planPage(run, { ...task, members, look: looks }) };
    },
    touchedBy: ({ planned }) =>
      planned.plans.flatMap(({ person }) => (person.contact ? `contact ${person.contact.id}` : [])),
    applyAtOnce: 2,
    apply: async ({ page, planned }) => ({ page, result: await applyPage(run, planned, task.tally) }),
    async record({ page, result }) {
      await recordPage(run, page, result, task.runId);
      const { phase, totalItems } = page;
      done.set(phase, (done.get(phase) ?? 0) + page.members.length);
      report(run, { phase, done: done.get(phase) ?? 0, totalItems });
    },
  });
}

function report(
  { config, audience, progress }: AudienceRun,
  { phase, done, totalItems }: { phase: string; done: number; totalItems: number },
): void {
  progress({
    account: config.account,
    audience: audience.id,
    phase,
    done,
    total: Math.max(totalItems, done),
  });
}
