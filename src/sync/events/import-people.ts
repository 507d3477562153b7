import { openConsentLooks } from '../../consent/consent-looks.js';
import { forgottenOutcome, type EventEnd, type EventFailure } from '../../store/inbox.js';
import type { InboxEvent } from '../../store/inbox-event.js';
import { peopleOfMembers } from '../consent/consent-people.js';
import { consentPass } from '../consent/consent-pass.js';
import { applyPage, planPage, type PageResult, type PlannedPage } from '../import/import-page.js';
import { changesOdoo } from '../import/plan-member.js';
import { recordPage } from '../import/record-page.js';
import { seeMembers } from '../people/see-members.js';
import { settleEarlierCreates } from '../people/settle-creates.js';
import { removeMembers } from '../reconcile/remove-members.js';
import { countConsented, openTally, type RunTally } from '../run-tally.js';
import type { AudienceRun } from '../sync-context.js';
import { eventRetryAt } from './event-pause.js';
import { countEvents, eventRunId } from './event-run.js';
import type { PersonEvents } from './fold-events.js';
import { refetchMember, type Refetched } from './refetch-member.js';

/** What became of one event. */
export interface EventResult {
  event: InboxEvent;
  outcome: string;
  error: { code: string; message: string } | null;
  /** The failure itself, for the log. */
  cause?: unknown;
}

export interface Imported {
  results: EventResult[];
  /** Something of these people is to go to MailChimp, and nothing in Odoo will bring it up. */
  exportDue: boolean;
}

/**
 * Brings the people of one audience that events are about to Odoo, as a page of the importer: the same plans, consent and
 * intents as of any import (B32, B33). The events are done in the same transaction as what they did is written down.
 */
export async function importPeople(run: AudienceRun, people: readonly PersonEvents[]): Promise<Imported> {
  const earlier = await settleEarlierCreates(run);
  const found = await Promise.all(people.map((events) => refetchMember(run, events)));
  const tally = openTally();
  const members = new Map(found.flatMap((one) => one.members.map((member) => [member.contactId, member])));
  const { interrupted } = earlier;
  const some = [...members.values()];
  const looks = openConsentLooks();
  const consent = { runId: null, mayOptIn: true, isUncapped: true, openRun: () => eventRunId(run), looks };
  const concerned = await peopleOfMembers(run, { members: some, full: false, interrupted });
  await consentPass(run, [concerned], consent, tally);
  const consented = new Set(tally.consented);
  const seen = await seeMembers(run, some);
  const page = { members: seen, full: false, interrupted, look: looks };
  const planned = await planPage(run, page);
  await removeGone(run, found);
  const result = await applyPage(run, planned, tally);
  const addresses = people.flatMap((events) => events.flatMap(({ email }) => email ?? []));
  const forgotten = await run.store.forgotten.among(run.audience.id, addresses);
  const results = found.flatMap((one) => resultsOf(one, { planned, result, consented, tally, forgotten }));
  countConsented(tally);
  const isWorth = result.journal.length + consented.size > 0;
  const runId = isWorth ? await eventRunId(run) : null;
  await run.store.transaction(async (store) => {
    await recordPage({ ...run, store }, { members: seen, mark: null }, result, runId);
    await store.inbox.finish(results.flatMap(endOf));
    await store.inbox.fail(results.flatMap((one) => failureOf(run, one)));
    if (runId !== null) await countEvents(store, run.audience.id, tally.totals);
  });
  await earlier.forget();
  return { results, exportDue: result.bindings.some((binding) => binding.exportDue) };
}

/** MailChimp gives the same 404 for an audience that isn't there: nobody is removed before it has been seen (B33). */
async function removeGone(run: AudienceRun, found: readonly Refetched[]): Promise<void> {
  const bindings = found.flatMap(({ gone }) => gone);
  if (bindings.length === 0) return;
  await run.mailchimp.audiences.get(run.audience.id);
  const tally = openTally();
  await removeMembers(run, { bindings, runId: await eventRunId(run) }, tally);
  await countEvents(run.store, run.audience.id, tally.totals);
}

interface Page {
  planned: PlannedPage;
  result: PageResult;
  /** Ids of members whose consent was changed. */
  consented: ReadonlySet<string>;
  tally: RunTally;
  /** By address. */
  forgotten: ReadonlyMap<string, object>;
}

/** What the look at one person came to goes for each of their events. */
function resultsOf({ events, members, gone }: Refetched, page: Page): EventResult[] {
  const outcomes = members.map(({ contactId }) => outcomeOf(contactId, page));
  const [worst] = outcomes.sort((one, other) => rank.indexOf(one.outcome) - rank.indexOf(other.outcome));
  const { outcome, error } = worst ?? { outcome: endOfNoMember(), error: null };
  return events.map((event) => ({ event, outcome, error }));

  function endOfNoMember(): string {
    if (gone.length > 0) return 'removed';
    return events.some(({ email }) => page.forgotten.has(email ?? '')) ? forgottenOutcome : 'no_member';
  }
}

const rank = ['refused', 'created', 'updated', 'no_contact', forgottenOutcome, 'unchanged'];

function outcomeOf(memberId: string, page: Page): Pick<EventResult, 'outcome' | 'error'> {
  const { planned, result, consented, tally } = page;
  const refused = tally.refused.get(memberId);
  if (refused !== undefined) return { outcome: 'refused', error: refused };
  const refusal = result.bindings.find((binding) => binding.memberId === memberId)?.error ?? null;
  if (refusal !== null)
    return { outcome: 'refused', error: { code: refusal.code, message: refusal.message } };
  if (planned.forgotten.has(memberId)) return { outcome: forgottenOutcome, error: null };
  const plan = planned.plans.find(({ member }) => member.memberId === memberId);
  const changed = consented.has(memberId) ? 'updated' : 'unchanged';
  if (plan === undefined) return { outcome: changed, error: null };
  if (plan.skipped !== null) return { outcome: plan.skipped, error: null };
  if (plan.person.contact === null) return { outcome: 'created', error: null };
  return { outcome: changesOdoo(plan) ? 'updated' : changed, error: null };
}

function endOf({ event: { id }, outcome, error }: EventResult): EventEnd[] {
  return error === null ? [{ id, outcome }] : [];
}

function failureOf({ clock }: AudienceRun, { event, error }: EventResult): EventFailure[] {
  if (error === null) return [];
  const attempts = event.attempts + 1;
  return [{ id: event.id, error, attempts, retryAt: eventRetryAt(clock.now(), attempts) }];
}
