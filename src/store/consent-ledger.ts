import { z } from 'zod';
import type { LedgerEntry } from '../core/consent-ledger.js';
import type { MemberStatus } from '../core/member-status.js';
import { chunk } from '../support/chunk.js';
import type { Database } from './database.js';
import type { ConsentLedgerRow } from './schema.js';

/** What was last seen of a member's consent. */
export interface KeptEntry {
  audienceId: string;
  memberId: string;
  entry: LedgerEntry;
  /** An opt-out has not arrived on one of the sides: it is tried again in every run (B45). */
  due: boolean;
}

export interface ConsentLedger {
  of(audienceId: string, memberIds: readonly string[]): Promise<Map<string, KeptEntry>>;
  /** Inserts or replaces. */
  save(entries: readonly KeptEntry[]): Promise<void>;
  remove(audienceId: string, memberIds: readonly string[]): Promise<void>;
  /** Ids of members with something due, in their order; `after` is the last one seen. */
  due(audienceId: string, page: { after: string | null; limit: number }): Promise<string[]>;
}

const keysAtOnce = 500;
/** Few shapes of statement, so that they stay prepared without holding memory. */
const rowsAtOnce = 50;

export function consentLedgerIn(db: Database): ConsentLedger {
  const ofAudience = (audienceId: string) =>
    db.selectFrom('consent_ledger').where('audience_id', '=', audienceId);
  return {
    async of(audienceId, memberIds) {
      const found = new Map<string, KeptEntry>();
      for (const some of chunk(memberIds, keysAtOnce)) {
        const rows = await ofAudience(audienceId).selectAll().where('member_id', 'in', some).execute();
        for (const row of rows) found.set(row.member_id, fromRow(row));
      }
      return found;
    },
    async save(entries) {
      for (const some of chunk(entries, rowsAtOnce)) await upsert(db, some);
    },
    async remove(audienceId, memberIds) {
      for (const some of chunk(memberIds, keysAtOnce)) {
        const remove = db.deleteFrom('consent_ledger').where('audience_id', '=', audienceId);
        await remove.where('member_id', 'in', some).execute();
      }
    },
    async due(audienceId, { after, limit }) {
      const query = ofAudience(audienceId)
        .where('due', '=', 1)
        .where('member_id', '>', after ?? '');
      const rows = await query.select('member_id').orderBy('member_id').limit(limit).execute();
      return rows.map((row) => row.member_id);
    },
  };
}

async function upsert(db: Database, entries: readonly KeptEntry[]): Promise<void> {
  await db
    .insertInto('consent_ledger')
    .values(entries.map(toRow))
    .onConflict((conflict) =>
      conflict.columns(['audience_id', 'member_id']).doUpdateSet((eb) => ({
        status: eb.ref('excluded.status'),
        last_changed: eb.ref('excluded.last_changed'),
        signed_up_at: eb.ref('excluded.signed_up_at'),
        opted_in_at: eb.ref('excluded.opted_in_at'),
        rows: eb.ref('excluded.rows'),
        own_without_row: eb.ref('excluded.own_without_row'),
        taken_out: eb.ref('excluded.taken_out'),
        bounced: eb.ref('excluded.bounced'),
        due: eb.ref('excluded.due'),
      })),
    )
    .execute();
}

function toRow({ audienceId, memberId, entry, due }: KeptEntry): ConsentLedgerRow {
  const { status, lastChanged, signedUpAt, optedInAt, rows, ownWithoutRow, takenOut, bounced } = entry;
  return {
    audience_id: audienceId,
    member_id: memberId,
    status,
    last_changed: new Date(lastChanged).toISOString(),
    signed_up_at: isoOf(signedUpAt),
    opted_in_at: isoOf(optedInAt),
    rows: JSON.stringify(rows),
    own_without_row: ownWithoutRow ? 1 : 0,
    taken_out: takenOut ? 1 : 0,
    bounced: bounced ? 1 : 0,
    due: due ? 1 : 0,
  };
}

const rowsSchema = z.array(
  z.object({
    subscriptionId: z.number().nullable(),
    contactId: z.number(),
    mailingListId: z.number(),
    contactCreated: z.string().nullable(),
    writtenAt: z.string().nullable(),
    standing: z.enum(['in', 'own', 'mirror', 'reopened']),
    // A store of 0.1.0 knows none.
    optedOutAt: z.number().nullable().default(null),
    isForetold: z.boolean().default(false),
  }),
);

function fromRow(row: ConsentLedgerRow): KeptEntry {
  const entry = {
    status: row.status as MemberStatus,
    lastChanged: Date.parse(row.last_changed),
    signedUpAt: msOf(row.signed_up_at),
    optedInAt: msOf(row.opted_in_at),
    rows: rowsSchema.parse(JSON.parse(row.rows)),
    ownWithoutRow: row.own_without_row === 1,
    takenOut: row.taken_out === 1,
    bounced: row.bounced === 1,
  };
  return { audienceId: row.audience_id, memberId: row.member_id, entry, due: row.due === 1 };
}

const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const msOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));
