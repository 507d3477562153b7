import type { ConsentLooks } from '../../consent/consent-looks.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import type { Binding } from '../../store/binding.js';
import { membersOfFeeds, readConsentFeeds } from '../feed/odoo-changes.js';
import { allBindings } from '../all-bindings.js';
import { withOwnFeed } from '../feed/own-feed.js';
import { pagesAfter } from '../../support/pages-after.js';
import type { RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { peopleOfBindings } from './consent-people.js';
import { consentPass } from './consent-pass.js';

export interface OdooConsentTask {
  runId: number | null;
  /** Members about whom something has changed in Odoo; null: it is not known about whom, and everyone is looked at. */
  members: readonly Binding[] | null;
  looks?: ConsentLooks;
}

/** Brings what Odoo says of consent to MailChimp, and what is due from before (B25, B45). */
export async function consentOfOdoo(
  run: AudienceRun,
  { members, ...task }: OdooConsentTask,
  tally: RunTally,
): Promise<number> {
  const { auto_sync_member: mayOptIn } = run.config.member_options;
  return consentPass(run, peopleOf(run, members), { ...task, mayOptIn }, tally);
}

/** The same for a run that follows none of Odoo's feeds for any other reason. */
export async function consentFromOdoo(
  run: AudienceRun,
  { runId, isNew }: { runId: number | null; isNew: boolean },
  tally: RunTally,
): Promise<void> {
  if (run.mailingListId === null) return;
  const feeds = await readConsentFeeds({ ...run, store: withOwnFeed(run.store, 'consent') });
  // Of an audience that had no members before the run everyone has just been looked at.
  const everyone = feeds.isFirst && !isNew;
  const members = everyone ? null : await membersOfFeeds(run, feeds);
  await consentOfOdoo(run, { runId, members }, tally);
  if (!run.dryRun) await feeds.commit();
}

const pageSize = 1000;

async function* peopleOf(
  run: AudienceRun,
  members: readonly Binding[] | null,
): AsyncGenerator<ConsentPerson[]> {
  const { store, audience } = run;
  if (members === null)
    for await (const page of allBindings(store.bindings, audience.id))
      yield peopleOfBindings(run, page, new Set());
  else if (members.length > 0) yield peopleOfBindings(run, members, new Set());
  yield* due(run, new Set(members?.map(({ memberId }) => memberId)));
}

async function* due(run: AudienceRun, done: ReadonlySet<string>): AsyncGenerator<ConsentPerson[]> {
  const { store, audience } = run;
  const pages = pagesAfter(
    (page) => store.consentLedger.due(audience.id, page),
    (memberId) => memberId,
    pageSize,
  );
  for await (const ids of pages) {
    const open = ids.filter((id) => !done.has(id));
    if (open.length === 0) continue;
    yield peopleOfBindings(run, await store.bindings.byMembers(audience.id, open), new Set());
  }
}
