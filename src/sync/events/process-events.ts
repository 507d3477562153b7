import type { InboxEvent } from '../../store/inbox-event.js';
import { bisect } from '../../support/bisect.js';
import { BridgeError } from '../../support/errors.js';
import { groupBy } from '../../support/group-by.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import { audiencePauseMs, eventRetryAt } from './event-pause.js';
import { foldEvents, type PersonEvents } from './fold-events.js';
import { importPeople, type EventResult } from './import-people.js';
import { failureScope } from './failure-scope.js';

export interface EventsContext extends SyncContext {
  open(audience: AudienceConfig): Promise<OpenAudience>;
}

export interface EventsDone {
  results: EventResult[];
  /** Audiences with something left to be sent to MailChimp. */
  exportDue: AudienceConfig[];
}

/**
 * Works on events: each person once, however many there are of them, and one audience after the other, so that nobody is
 * worked on twice at a time (B31). Whatever became of an event is in the inbox afterwards.
 * @throws BridgeError when a server is away; the events then wait as they were
 */
export async function processEvents(
  context: EventsContext,
  events: readonly InboxEvent[],
): Promise<EventsDone> {
  const done: EventsDone = { results: await setStrangersAside(context, events), exportDue: [] };
  for (const audience of context.config.audiences) {
    const people = peopleOf(audience, events);
    await bisect(
      people,
      (some) => processPeople(context, audience, some, done),
      (error): error is unknown => !context.signal.aborted && failureScope(error) === 'person',
    );
  }
  return done;
}

/** Somebody's who is in another account, or an audience nobody has configured: not for this bridge. */
async function setStrangersAside(
  { config, store }: EventsContext,
  events: readonly InboxEvent[],
): Promise<EventResult[]> {
  const strangers = events.filter(({ audienceId }) => !config.audiences.some(({ id }) => id === audienceId));
  const outcome = 'other_audience';
  await store.inbox.finish(strangers.map(({ id }) => ({ id, outcome })));
  return strangers.map((event) => ({ event, outcome, error: null }));
}

function peopleOf({ id }: AudienceConfig, events: readonly InboxEvent[]): PersonEvents[] {
  return foldEvents(groupBy(events, ({ audienceId }) => audienceId).get(id) ?? []);
}

async function processPeople(
  context: EventsContext,
  audience: AudienceConfig,
  people: readonly PersonEvents[],
  done: EventsDone,
): Promise<void> {
  context.signal.throwIfAborted();
  try {
    const { results, exportDue } = await importPeople(await context.open(audience), people);
    done.results.push(...results);
    if (exportDue) done.exportDue.push(audience);
  } catch (error) {
    const scope = failureScope(error);
    if (context.signal.aborted || scope === 'server') throw error;
    if (scope === 'audience') return putOff(context, people, error, done);
    // Alone, whoever Odoo stumbled over is known.
    if (people.length > 1) throw error;
    await fail(context, people, error, done);
  }
}

/** The audience can't be worked on for now; that is nobody's of them failure. */
async function putOff(
  { store, clock }: EventsContext,
  people: readonly PersonEvents[],
  error: unknown,
  done: EventsDone,
): Promise<void> {
  const retryAt = new Date(clock.now().getTime() + audiencePauseMs);
  const failures = people
    .flat()
    .map(({ id, attempts }) => ({ id, attempts, retryAt, error: describe(error) }));
  await store.inbox.fail(failures);
  done.results.push(...resultsOf(people, 'put_off', error));
}

async function fail(
  { store, clock }: EventsContext,
  people: readonly PersonEvents[],
  error: unknown,
  done: EventsDone,
): Promise<void> {
  const failures = people.flat().map(({ id, attempts }) => ({
    ...{ id, attempts: attempts + 1, error: describe(error) },
    retryAt: eventRetryAt(clock.now(), attempts + 1),
  }));
  await store.inbox.fail(failures);
  done.results.push(...resultsOf(people, 'failed', error));
}

function resultsOf(people: readonly PersonEvents[], outcome: string, error: unknown): EventResult[] {
  return people.flat().map((event) => ({ event, outcome, error: describe(error), cause: error }));
}

function describe(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof BridgeError ? error.code : 'bug', message };
}
