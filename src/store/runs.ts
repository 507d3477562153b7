import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';
import type { RunRow } from './schema.js';

export interface RunEnd {
  outcome: 'done' | 'failed' | 'stopped';
  totals: Record<string, number>;
  apiCalls: Record<string, number>;
  message?: string;
}

export interface Run {
  id: number;
  command: string;
  audienceId: string | null;
  startedAt: string;
  /** Null: still going on, or its process died. */
  finishedAt: string | null;
  outcome: string | null;
  message: string | null;
}

export interface Runs {
  start(run: { command: string; audienceId: string | null; dryRun: boolean }): Promise<number>;
  finish(id: number, end: RunEnd): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<Run[]>;
  get(id: number): Promise<Run | null>;
  /** The latest of a command on an audience, with what it has counted. */
  last(command: string, audienceId: string): Promise<(Run & { totals: Record<string, number> }) | null>;
  /** The latest on an audience, whatever its command. */
  lastOf(audienceId: string): Promise<Run | null>;
  /** Forgets a run that came to nothing. */
  discard(id: number): Promise<void>;
  /** Forgets runs started before, and what was written down in them. */
  prune(before: Date): Promise<void>;
  /** Runs of these commands in which something was refused, newest first, with how much; `after` is the id of a run. */
  withFailures(
    commands: readonly string[],
    page: { after?: number; limit: number },
  ): Promise<(Run & { failures: number })[]>;
}

export function runsIn(db: Database, clock: Clock): Runs {
  return {
    async start({ command, audienceId, dryRun }) {
      const started_at = clock.now().toISOString();
      const { id } = await db
        .insertInto('runs')
        .values({ command, audience_id: audienceId, dry_run: dryRun ? 1 : 0, started_at })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async finish(id, { outcome, totals, apiCalls, message }) {
      await db
        .updateTable('runs')
        .set({
          finished_at: clock.now().toISOString(),
          outcome,
          message: message ?? null,
          totals: JSON.stringify(totals),
          api_calls: JSON.stringify(apiCalls),
        })
        .where('id', '=', id)
        .execute();
    },
    async list(limit) {
      const rows = await db.selectFrom('runs').selectAll().orderBy('id', 'desc').limit(limit).execute();
      return rows.map(fromRow);
    },
    async get(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : fromRow(row);
    },
    last: (command, audienceId) => last(db, command, audienceId),
    lastOf: (audienceId) => lastOf(db, audienceId),
    discard: (id) => discard(db, id),
    prune: (before) => prune(db, before.toISOString()),
    withFailures: (commands, page) => withFailures(db, commands, page),
  };
}

async function last(db: Database, command: string, audienceId: string): ReturnType<Runs['last']> {
  const query = db.selectFrom('runs').selectAll().where('command', '=', command);
  const ofAudience = query.where('audience_id', '=', audienceId).orderBy('id', 'desc').limit(1);
  const row = await ofAudience.executeTakeFirst();
  if (row === undefined) return null;
  return { ...fromRow(row), totals: JSON.parse(row.totals ?? '{}') as Record<string, number> };
}

async function lastOf(db: Database, audienceId: string): Promise<Run | null> {
  const query = db.selectFrom('runs').selectAll().where('audience_id', '=', audienceId);
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

async function discard(db: Database, id: number): Promise<void> {
  await db.deleteFrom('runs').where('id', '=', id).execute();
}

async function prune(db: Database, before: string): Promise<void> {
  const old = db.selectFrom('runs').select('id').where('started_at', '<', before);
  await db.deleteFrom('journal').where('run_id', 'in', old).execute();
  await db.deleteFrom('runs').where('started_at', '<', before).execute();
}

async function withFailures(
  db: Database,
  commands: readonly string[],
  { after = 0, limit }: { after?: number; limit: number },
): Promise<(Run & { failures: number })[]> {
  const rows = await db
    .selectFrom('runs')
    .innerJoin('journal', 'journal.run_id', 'runs.id')
    .selectAll('runs')
    .select(({ fn }) => [fn.countAll<number>().as('failures')])
    .where('runs.command', 'in', commands)
    .where('journal.outcome', '=', 'failed')
    .where('runs.id', '>', after)
    .groupBy('runs.id')
    .orderBy('runs.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...fromRow(row), failures: row.failures }));
}

function fromRow(row: RunRow): Run {
  return {
    id: row.id,
    command: row.command,
    audienceId: row.audience_id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome,
    message: row.message,
  };
}
