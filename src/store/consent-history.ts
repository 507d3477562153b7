import { z } from 'zod';
import { consentActors, type ConsentChange } from '../core/consent-change.js';
import { chunk } from '../support/chunk.js';
import type { Clock } from '../support/clock.js';
import { groupBy } from '../support/group-by.js';
import type { Database } from './database.js';
import type { ConsentHistoryRow } from './schema.js';

/** A change as it was written down. */
export interface NotedChange extends Omit<ConsentChange, 'isDefault'> {
  /** When the bridge saw or made it, ISO, by its own clock. */
  seenAt: string;
  /** Of what the bridge has done: the run it did it in. */
  runId: number | null;
}

/** The history of consent; rows are only ever added (B56). */
export interface ConsentHistory {
  /** Adds what is not how the person was last known to stand, so that the same look twice adds nothing. @param runId of what the bridge has done */
  append(changes: readonly ConsentChange[], runId: number | null): Promise<void>;
  /** Of all members that have had the address, oldest first. @param address lower case */
  ofAddress(address: string): Promise<NotedChange[]>;
}

const keysAtOnce = 500;
/** Few shapes of statement, so that they stay prepared without holding memory. */
const rowsAtOnce = 50;

export function consentHistoryIn(db: Database, clock: Clock): ConsentHistory {
  return {
    async append(changes, runId) {
      if (changes.length === 0) return;
      const known = await lastStates(db, changes);
      const seenAt = clock.now().toISOString();
      const rows = changes.flatMap((change) => {
        const key = keyOf(change);
        const last = known.get(key);
        if (last === change.to || (last === undefined && change.isDefault === true)) return [];
        known.set(key, change.to);
        const noted = { ...change, from: last ?? change.from, seenAt };
        return [toRow({ ...noted, runId: change.by === 'bridge' ? runId : null })];
      });
      for (const some of chunk(rows, rowsAtOnce))
        await db.insertInto('consent_history').values(some).execute();
    },
    async ofAddress(address) {
      const found: ConsentHistoryRow[] = [];
      for (const { audienceId, memberId } of await membersOfAddress(db, address)) {
        const query = db.selectFrom('consent_history').selectAll().where('audience_id', '=', audienceId);
        found.push(...(await query.where('member_id', '=', memberId).execute()));
      }
      return found.sort((one, other) => one.id - other.id).map(fromRow);
    },
  };
}

/** All members that have ever had an address, as far as the history tells. @param address lower case */
export function membersOfAddress(
  db: Database,
  address: string,
): Promise<Pick<ConsentChange, 'audienceId' | 'memberId'>[]> {
  const query = db
    .selectFrom('consent_history')
    .select(['audience_id as audienceId', 'member_id as memberId']);
  return query.distinct().where('email', '=', address).execute();
}

type Subject = Record<'audienceId' | 'memberId' | 'side' | 'what', string>;

const keyOf = ({ audienceId, memberId, side, what }: Subject): string =>
  JSON.stringify([audienceId, memberId, side, what]);

/** How these people were last known to stand. */
async function lastStates(db: Database, changes: readonly ConsentChange[]): Promise<Map<string, string>> {
  const last = new Map<string, string>();
  for (const [audienceId, some] of groupBy(changes, (change) => change.audienceId)) {
    const members = [...new Set(some.map(({ memberId }) => memberId))];
    for (const memberIds of chunk(members, keysAtOnce)) {
      const rows = await db
        .selectFrom('consent_history')
        .select(['audience_id as audienceId', 'member_id as memberId', 'side', 'what', 'to'])
        .where('audience_id', '=', audienceId)
        .where('member_id', 'in', memberIds)
        .orderBy('id')
        .execute();
      for (const row of rows) last.set(keyOf(row), row.to);
    }
  }
  return last;
}

function toRow({
  audienceId,
  memberId,
  evidence,
  seenAt,
  runId,
  ...change
}: NotedChange & { isDefault?: true }) {
  const { email, side, what, from, to, by, actor, at } = change;
  const key = { audience_id: audienceId, member_id: memberId };
  const row = { ...key, email, side, what, from, to, by, actor, at };
  return { ...row, evidence: JSON.stringify(evidence), seen_at: seenAt, run_id: runId };
}

const rowSchema = z.object({
  side: z.enum(['mailchimp', 'odoo']),
  what: z.enum(['status', 'subscription', 'blacklist']),
  by: z.enum(consentActors),
  evidence: z.string().transform((json) => evidenceSchema.parse(JSON.parse(json))),
});

const evidenceSchema = z.object({
  ip: z.string().nullable(),
  campaign: z.string().nullable(),
  reason: z.string().nullable(),
  source: z.string().nullable(),
});

function fromRow(row: ConsentHistoryRow): NotedChange {
  const { audience_id: audienceId, member_id: memberId, seen_at: seenAt, run_id: runId } = row;
  const { email, from, to, actor, at } = row;
  return { audienceId, memberId, email, from, to, actor, at, seenAt, runId, ...rowSchema.parse(row) };
}
