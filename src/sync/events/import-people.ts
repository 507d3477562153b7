import type { WebhookEvidence } from '../../consent/consent-of.js';
import { openConsentLooks } from '../../consent/consent-looks.js';
import { forgottenOutcome, type EventEnd, type EventFailure } from '../../store/inbox.js';
import type { InboxEvent } from '../../store/inbox-event.js';
import type { Store } from '../../store/store.js';
import type { Member } from '../../mailchimp/member.js';
import type { BridgeError } from '../../support/errors.js';
import { contactOf, type Binding } from '../../store/binding.js';
import { admitLive, type LiveLimit } from '../run/live-limit.js';
import type { Imported, ImportPage } from '../import/imported.js';
import { importSteps } from '../import/import-steps.js';
import { changesOdoo, type MemberPlan } from '../import/plan-member.js';
import { Pass } from '../pass/pass.js';
import { removeMembers } from '../reconcile/remove-members.js';
import type { AudienceRun, OpenAudience, RunJournal } from '../run/audience-run.js';
import { countConsented, openTally } from '../run/run-tally.js';
import { workOn } from '../run/with-run.js';
import { eventRetryAt } from './event-pause.js';
import type { PersonEvents } from './fold-events.js';
import { refetchMember, type Refetched } from './refetch-member.js';
import type { Totals } from '../run/run-summary.js';

/** B54: kept until a person lets it go. */
const heldOutcome = 'held';

const tooMany = {
  code: 'limits.exceeded',
  message: 'More people than limits: of the account file allows in an hour; let it go with events release.',
};

/** What became of one event. */
export interface EventResult {
  event: InboxEvent;
  outcome: string;
  error: { code: string; message: string } | null;
  /** The failure itself, for the log. */
  cause?: unknown;
}

export interface EventsImported {
  results: EventResult[];
  /** Something of these people is to go to MailChimp, and nothing in Odoo will bring it up. */
  exportDue: boolean;
}

/**
 * Brings the people of one audience that events are about to Odoo, as a page of the importer: the same plans, consent and
 * intents as of any import (B32, B33). The events are done in the same transaction as what they did is written down.
 */
export function importPeople(open: OpenAudience, people: readonly PersonEvents[]): Promise<EventsImported> {
  const log = {
    dryRun: false,
    allowLarge: false,
    isLive: true,
    guard: null,
    tally: openTally(),
    journal: eventJournal(open),
  };
  return workOn(open, log, (run) => importRefetched(run, people));
}

async function importRefetched(run: AudienceRun, people: readonly PersonEvents[]): Promise<EventsImported> {
  const { tally } = run;
  const found = await Promise.all(people.map((events) => refetchMember(run, events)));
  const members = new Map(found.flatMap((one) => one.members.map((member) => [member.contactId, member])));
  const told = toldOf(found);
  const live = { released: releasedOf(found), held: new Set<string>() };
  const pass = new Pass(run, importSteps(run, { full: false, live }));
  const looks = openConsentLooks();
  await pass.consent([pageOf([...members.values()], told)], looks);
  const consented = new Set(tally.consented);
  const admitted = [...members.values()].filter(({ contactId }) => !live.held.has(contactId));
  const planned = await pass.plan(pageOf(admitted, told), looks);
  const kept = await removeGone(run, found, live);
  const applied = await pass.apply(await pass.guard(planned));
  const { outcomes } = applied;
  const { plans } = planned;
  const addresses = people.flatMap((events) => events.flatMap(({ email }) => email ?? []));
  const forgotten = await run.store.forgotten.among(run.audience.id, addresses);
  const { forgotten: passedOver = new Set<string>() } = planned.page;
  const looked = { plans, outcomes, consented, run, forgotten, passedOver, kept, held: live.held };
  const results = found.flatMap((one) => resultsOf(one, looked));
  countConsented(tally);
  await run.store.transaction(async (store) => {
    await pass.record(applied, store);
    await finishEvents(run, results, store);
  });
  return { results, exportDue: outcomes.some(isExportDue) };
}

/** What webhooks said of the last change of each member. */
function toldOf(found: readonly Refetched[]): Map<string, WebhookEvidence> {
  return new Map(
    found.flatMap(({ events, members }) => {
      const told = events.findLast(({ reason }) => reason !== null);
      const evidence = { reason: told?.reason ?? '', campaign: told?.campaign ?? null };
      return members.map(({ contactId }) => [contactId, evidence] as const);
    }),
  );
}

function pageOf(members: Member[], told: NonNullable<ImportPage['told']>): ImportPage {
  return { members, odd: [], mark: null, phase: 'events', totalItems: members.length, told };
}

/** Members of whom a person has let an event go that was held (B54). */
function releasedOf(found: readonly Refetched[]): Set<string> {
  const released = found.filter(({ events }) => events.some(({ isReleased }) => isReleased));
  return new Set(released.flatMap(memberIdsOf));
}

function memberIdsOf({ members, gone }: Pick<Refetched, 'members' | 'gone'>): string[] {
  return [...members.map(({ contactId }) => contactId), ...gone.map(({ memberId }) => memberId)];
}

async function finishEvents(run: AudienceRun, results: readonly EventResult[], store: Store): Promise<void> {
  const { totals } = run.tally;
  await store.inbox.finish(results.flatMap(endOf));
  await store.inbox.fail(results.flatMap((one) => failureOf(run, one)));
  const held = results.filter(({ outcome }) => outcome === heldOutcome).map(({ event }) => event.id);
  await store.inbox.hold(held, tooMany);
  if (totals.created + totals.updated + totals.failed > 0) await countEvents(run, store, totals);
}

const isExportDue = ({ plan, contactId, error }: Imported): boolean =>
  plan.exportDue && contactId !== null && error === null;

/** MailChimp gives the same 404 for an audience that isn't there: nobody is removed before it has been seen (B33). */
async function removeGone(
  run: AudienceRun,
  found: readonly Refetched[],
  live: LiveLimit,
): Promise<Page['kept']> {
  const gone = found.flatMap((one) => one.gone);
  const linked = gone.filter((binding) => contactOf(binding) !== null);
  const memberIdOf = ({ memberId }: Binding): string => memberId;
  await admitLive(run, live, { kind: 'removal', changes: linked, memberIdOf });
  const bindings = gone.filter(({ memberId }) => !live.held.has(memberId));
  if (bindings.length === 0) return new Map();
  await run.mailchimp.audiences.get(run.audience.id);
  return removeMembers(run, bindings);
}

interface Page {
  plans: readonly MemberPlan[];
  outcomes: readonly Imported[];
  /** Ids of members whose consent was changed. */
  consented: ReadonlySet<string>;
  /** By address. */
  forgotten: ReadonlyMap<string, object>;
  /** Ids of members that are forgotten. */
  passedOver: ReadonlySet<string>;
  /** Why Odoo has not let a member go that was deleted, by member id. */
  kept: ReadonlyMap<string, BridgeError>;
  /** Ids of members that are left for that they would be too many (B54). */
  held: ReadonlySet<string>;
  run: AudienceRun;
}

/** What the look at one person came to goes for each of their events. */
function resultsOf({ events, members, gone }: Refetched, page: Page): EventResult[] {
  if (memberIdsOf({ members, gone }).some((id) => page.held.has(id)))
    return events.map((event) => ({ event, outcome: heldOutcome, error: tooMany }));
  const outcomes = members.map(({ contactId }) => outcomeOf(contactId, page));
  const [worst] = outcomes.sort((one, other) => rank.indexOf(one.outcome) - rank.indexOf(other.outcome));
  const kept = gone.map(({ memberId }) => page.kept.get(memberId)).find((error) => error !== undefined);
  if (kept !== undefined) {
    const { code, message } = kept;
    return events.map((event) => ({ event, outcome: 'refused', error: { code, message } }));
  }
  const isForgotten = events.some(({ email }) => page.forgotten.has(email ?? ''));
  const noMember = gone.length > 0 ? 'removed' : isForgotten ? forgottenOutcome : 'no_member';
  const { outcome, error } = worst ?? { outcome: noMember, error: null };
  return events.map((event) => ({ event, outcome, error }));
}

const rank = ['refused', 'created', 'updated', 'no_contact', 'taken_out', forgottenOutcome, 'unchanged'];

function outcomeOf(
  memberId: string,
  { plans, outcomes, consented, passedOver, run }: Page,
): Pick<EventResult, 'outcome' | 'error'> {
  const isOf = ({ known }: MemberPlan): boolean => known.member.memberId === memberId;
  const refusal = outcomes.find(({ plan }) => isOf(plan))?.error ?? null;
  const refused =
    run.tally.refused.get(memberId) ??
    (refusal === null ? null : { code: refusal.code, message: refusal.message });
  if (refused !== null) return { outcome: 'refused', error: refused };
  if (passedOver.has(memberId)) return { outcome: forgottenOutcome, error: null };
  const plan = plans.find(isOf);
  const changed = consented.has(memberId) ? 'updated' : 'unchanged';
  if (plan === undefined) return { outcome: changed, error: null };
  if (plan.skipped !== null) return { outcome: plan.skipped, error: null };
  if (plan.known.person.contact === null) return { outcome: 'created', error: null };
  return { outcome: changesOdoo(plan) ? 'updated' : changed, error: null };
}

function endOf({ event: { id }, outcome, error }: EventResult): EventEnd[] {
  return error === null ? [{ id, outcome }] : [];
}

function failureOf({ clock }: OpenAudience, { event, outcome, error }: EventResult): EventFailure[] {
  if (error === null || outcome === heldOutcome) return [];
  const attempts = event.attempts + 1;
  return [{ id: event.id, error, attempts, retryAt: eventRetryAt(clock.now(), attempts) }];
}

const eventCommand = 'webhooks';

const hourMs = 60 * 60_000;

/** Where what events do is written down: one run for each hour in which they do something. */
function eventJournal(open: OpenAudience): RunJournal {
  return {
    runNumber: (store) => eventRunId(open, store),
    async append(store, rows) {
      if (rows.length > 0) await store.journal.append(await eventRunId(open, store), rows);
    },
  };
}

async function eventRunId({ audience, clock }: OpenAudience, store: Pick<Store, 'runs'>): Promise<number> {
  const last = await store.runs.last(eventCommand, audience.id);
  const age = last === null ? Infinity : clock.now().getTime() - Date.parse(last.startedAt);
  if (last !== null && age < hourMs) return last.id;
  return store.runs.start({ command: eventCommand, audienceId: audience.id, dryRun: false });
}

/** Adds what one more page of events came to. */
async function countEvents(open: OpenAudience, store: Store, totals: Totals): Promise<void> {
  await eventRunId(open, store);
  const last = await store.runs.last(eventCommand, open.audience.id);
  if (last === null) return;
  const sums = Object.entries(totals).map(([name, count]: [string, number]) => [
    name,
    count + (last.totals[name] ?? 0),
  ]);
  const end = {
    outcome: 'done',
    totals: Object.fromEntries(sums) as Record<string, number>,
    apiCalls: {},
  } as const;
  await store.runs.finish(last.id, end);
}
