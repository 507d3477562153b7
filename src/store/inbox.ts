import { chunk } from '../support/chunk.js';
import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';
import {
  fromInboxRow,
  type InboxEvent,
  type InboxState,
  type NewInboxEvent,
  toInboxRow,
} from './inbox-event.js';

/** What became of an event that was dealt with. */
export interface EventEnd {
  id: number;
  outcome: string;
}

/** It was about somebody who is forgotten (B57): the event keeps no address. */
export const forgottenOutcome = 'forgotten';

/** What became of one that was not. */
export interface EventFailure {
  id: number;
  error: { code: string; message: string };
  attempts: number;
  /** Null: not before a person releases it. */
  retryAt: Date | null;
}

export interface InboxCounts {
  waiting: number;
  quarantined: number;
  held: number;
  /** When the oldest of those waiting came in. */
  oldestWaiting: string | null;
}

/** Events of webhooks: each is kept before MailChimp is answered, and worked on afterwards, once (B31). */
export interface Inbox {
  /** Keeps events, all or none. @returns the keys of those that are new; the others are known already */
  add(events: readonly NewInboxEvent[]): Promise<ReadonlySet<string>>;
  /** Events whose time has come, oldest first, each with all else that waits for the same addresses. */
  due(limit: number): Promise<InboxEvent[]>;
  /** The addresses that whoever has one of these has had before, as far as events have told, done ones included. */
  formerEmails(audienceId: string, emails: readonly string[]): Promise<string[]>;
  finish(ends: readonly EventEnd[]): Promise<void>;
  fail(failures: readonly EventFailure[]): Promise<void>;
  counts(): Promise<InboxCounts>;
  /** When the next of those that wait for their pause is due; null: there is none. */
  nextRetry(): Promise<Date | null>;
  /** Newest first. */
  list(filter: { state: InboxState | null; limit: number }): Promise<InboxEvent[]>;
  /** Lets those in quarantine, or in a pause, be tried at once. @param ids null: all in quarantine @returns how many */
  release(ids: readonly number[] | null): Promise<number>;
  /** Sets events aside that are too many at once (B54). */
  hold(ids: readonly number[], error: { code: string; message: string }): Promise<void>;
  /** Of each audience how many are held; `since` is when the oldest of them came in. */
  held(): Promise<{ audienceId: string; events: number; since: string }[]>;
  /** Lets go what is held of an audience, beyond the cap. @returns how many */
  releaseHeld(audienceId: string): Promise<number>;
  /** Forgets what was dealt with before `done`, and what has been in quarantine since before `quarantined`. */
  prune(before: { done: Date; quarantined: Date }): Promise<void>;
}

const keysAtOnce = 500;

export function inboxIn(db: Database, clock: Clock): Inbox {
  const now = (): string => clock.now().toISOString();
  const inTransaction = <T>(work: (inside: Database) => Promise<T>): Promise<T> =>
    db.isTransaction ? work(db) : db.transaction().execute(work);
  return {
    add: (events) => inTransaction((inside) => addToInbox(inside, events, now())),
    due: (limit) => due(db, limit, now()),
    formerEmails: (audienceId, emails) => formerEmails(db, audienceId, emails),
    async finish(ends) {
      await inTransaction(async (inside) => {
        for (const end of ends) await finish(inside, end, now());
      });
    },
    async fail(failures) {
      await inTransaction(async (inside) => {
        for (const failure of failures) await fail(inside, failure, now());
      });
    },
    counts: () => counts(db),
    async nextRetry() {
      const query = db.selectFrom('inbox').select(({ fn }) => [fn.min<string | null>('retry_at').as('at')]);
      const row = await query.where('state', '=', 'waiting').executeTakeFirst();
      return row?.at ? new Date(row.at) : null;
    },
    async list({ state, limit }) {
      const all = db.selectFrom('inbox').selectAll().orderBy('id', 'desc').limit(limit);
      const rows = await (state === null ? all : all.where('state', '=', state)).execute();
      return rows.map(fromInboxRow);
    },
    release: (ids) => release(db, ids),
    async hold(ids, error) {
      const held = { state: 'held', retry_at: null, error: JSON.stringify(error) };
      for (const some of chunk(ids, keysAtOnce))
        await db.updateTable('inbox').set(held).where('id', 'in', some).execute();
    },
    held: () => held(db),
    async releaseHeld(audienceId) {
      const open = { state: 'waiting', released: 1, retry_at: null };
      const rows = db.updateTable('inbox').set(open).where('audience_id', '=', audienceId);
      const { numUpdatedRows } = await rows.where('state', '=', 'held').executeTakeFirstOrThrow();
      return Number(numUpdatedRows);
    },
    async prune({ done, quarantined }) {
      const old = (state: string, before: Date) =>
        db.deleteFrom('inbox').where('state', '=', state).where('finished_at', '<', before.toISOString());
      await old('done', done).execute();
      await old('quarantined', quarantined).execute();
    },
  };
}

async function due(db: Database, limit: number, now: string): Promise<InboxEvent[]> {
  const waiting = db.selectFrom('inbox').selectAll().where('state', '=', 'waiting');
  const rows = await waiting
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .orderBy('id')
    .limit(limit)
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  const addresses = [...new Set(rows.flatMap((row) => [row.email ?? [], row.former_email ?? []].flat()))];
  for (const some of chunk(addresses, keysAtOnce)) {
    const paused = db
      .selectFrom('inbox')
      .selectAll()
      .where((eb) =>
        eb.or([eb('state', '=', 'held'), eb.and([eb('state', '=', 'waiting'), eb('retry_at', '>', now)])]),
      );
    const same = paused.where((eb) => eb.or([eb('email', 'in', some), eb('former_email', 'in', some)]));
    for (const row of await same.execute()) found.set(row.id, row);
  }
  return [...found.values()].sort((one, other) => one.id - other.id).map(fromInboxRow);
}

/** Back from one change of address to the one before. */
async function formerEmails(db: Database, audienceId: string, emails: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (let latest = [...emails]; latest.length > 0;) {
    const rows = await db
      .selectFrom('inbox')
      .select('former_email')
      .distinct()
      .where('email', 'in', latest)
      .where('audience_id', '=', audienceId)
      .where('former_email', 'is not', null)
      .execute();
    latest = rows.flatMap(({ former_email: email }) => email ?? []).filter((email) => !found.has(email));
    for (const email of latest) found.add(email);
  }
  return [...found];
}

async function finish(db: Database, { id, outcome }: EventEnd, now: string): Promise<void> {
  const done = { state: 'done', outcome, error: null, retry_at: null, finished_at: now };
  const nobody = { email: null, former_email: null, details: JSON.stringify({ action: null, raw: null }) };
  const values = outcome === forgottenOutcome ? { ...done, ...nobody } : done;
  await db.updateTable('inbox').set(values).where('id', '=', id).execute();
}

async function fail(db: Database, failure: EventFailure, now: string): Promise<void> {
  const { id, error, attempts, retryAt } = failure;
  const values = {
    attempts,
    error: JSON.stringify(error),
    state: retryAt === null ? 'quarantined' : 'waiting',
    retry_at: retryAt?.toISOString() ?? null,
    finished_at: retryAt === null ? now : null,
  };
  await db.updateTable('inbox').set(values).where('id', '=', id).execute();
}

async function counts(db: Database): Promise<InboxCounts> {
  const rows = await db
    .selectFrom('inbox')
    .select(({ fn }) => ['state', fn.countAll<number>().as('events'), fn.min('received_at').as('oldest')])
    .where('state', 'in', ['waiting', 'quarantined', 'held'])
    .groupBy('state')
    .execute();
  const of = (state: InboxState) => rows.find((row) => row.state === state);
  return {
    waiting: of('waiting')?.events ?? 0,
    quarantined: of('quarantined')?.events ?? 0,
    held: of('held')?.events ?? 0,
    oldestWaiting: of('waiting')?.oldest ?? null,
  };
}

async function held(db: Database): ReturnType<Inbox['held']> {
  const rows = await db
    .selectFrom('inbox')
    .select(({ fn }) => [
      'audience_id',
      fn.countAll<number>().as('events'),
      fn.min('received_at').as('since'),
    ])
    .where('state', '=', 'held')
    .groupBy('audience_id')
    .orderBy('audience_id')
    .execute();
  return rows.map(({ audience_id: audienceId, events, since }) => {
    return { audienceId: audienceId ?? '', events, since };
  });
}

async function release(db: Database, ids: readonly number[] | null): Promise<number> {
  const open = { state: 'waiting', attempts: 0, retry_at: null, finished_at: null };
  const update = db.updateTable('inbox').set(open);
  if (ids === null) {
    const { numUpdatedRows } = await update.where('state', '=', 'quarantined').executeTakeFirstOrThrow();
    return Number(numUpdatedRows);
  }
  let released = 0;
  for (const some of chunk(ids, keysAtOnce)) {
    const named = update.where('id', 'in', some).where('state', 'in', ['quarantined', 'waiting']);
    released += Number((await named.executeTakeFirstOrThrow()).numUpdatedRows);
  }
  return released;
}

/** Adds the events that are new. @returns their keys */
async function addToInbox(db: Database, events: readonly NewInboxEvent[], now: string): Promise<Set<string>> {
  const added = new Set<string>();
  for (const event of events) {
    const insert = db.insertInto('inbox').values(toInboxRow(event, now));
    const row = await insert
      .onConflict((on) => on.column('key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) added.add(event.key);
    else await reopen(db, event.key);
  }
  return added;
}

/**
 * Two events of one person may look the same to the byte when something else happened to them in between, within the
 * second that MailChimp tells: unsubscribed, subscribed, unsubscribed. So a delivery that is known already is looked at
 * again when something else was told of that second after it. One that was merely delivered twice is not.
 */
async function reopen(db: Database, key: string): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ state: 'waiting', outcome: null, finished_at: null })
    .where('key', '=', key)
    .where('state', '=', 'done')
    .where('email', 'is not', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('inbox as other')
          .select('other.id')
          .whereRef('other.email', '=', 'inbox.email')
          .whereRef('other.fired_at', '=', 'inbox.fired_at')
          .whereRef('other.id', '>', 'inbox.id'),
      ),
    )
    .execute();
}
