import type { ConsentLooks } from '../../consent/consent-looks.js';
import type { ConsentPerson } from '../../consent/consent-person.js';
import type { Binding } from '../../store/binding.js';
import { membersOfFeeds, readConsentFeeds } from '../feed/odoo-changes.js';
import { allBindings } from '../all-bindings.js';
import { withOwnFeed } from '../feed/own-feed.js';
import { pagesAfter } from '../../support/pages-after.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { peopleOfBindings } from './consent-people.js';
import { consentPass } from './consent-pass.js';

/**
 * Brings what Odoo says of consent to MailChimp, and what is due from before (B25, B45).
 * @param members about whom something has changed in Odoo; null: it is not known about whom, and everyone is looked at
 */
export async function consentOfOdoo(
  run: AudienceRun,
  members: readonly Binding[] | null,
  looks?: ConsentLooks,
): Promise<number> {
  const { auto_sync_member: mayOptIn } = run.config.member_options;
  return consentPass(run, peopleOf(run, members), { mayOptIn, looks });
}

/** The same for a run that follows none of Odoo's feeds for any other reason. */
export async function consentFromOdoo(run: AudienceRun, { isNew }: { isNew: boolean }): Promise<void> {
  if (run.mailingListId === null) return;
  const feeds = await readConsentFeeds({ ...run, store: withOwnFeed(run.store, 'consent') });
  // Of an audience that had no members before the run everyone has just been looked at.
  const everyone = feeds.isFirst && !isNew;
  const members = everyone ? null : await membersOfFeeds(run, feeds);
  await consentOfOdoo(run, members);
  // An opt-in that is not in the plan that is applied has been left, and is to come up again (B53).
  if (run.guard === null) await feeds.commit();
}

const pageSize = 1000;

async function* peopleOf(
  run: OpenAudience,
  members: readonly Binding[] | null,
): AsyncGenerator<ConsentPerson[]> {
  const { store, audience } = run;
  if (members === null)
    for await (const page of allBindings(store.bindings, audience.id))
      yield peopleOfBindings(run, page, new Set());
  else if (members.length > 0) yield peopleOfBindings(run, members, new Set());
  yield* due(run, new Set(members?.map(({ memberId }) => memberId)));
}

async function* due(run: OpenAudience, done: ReadonlySet<string>): AsyncGenerator<ConsentPerson[]> {
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
