import type { MemberStatus } from '../core/member-status.js';
import { chunk } from '../support/chunk.js';
import { groupBy } from '../support/group-by.js';
import type { Binding } from './binding.js';
import { fromRow, toRow } from './binding-row.js';
import { countBindings, countByStatus, countDue } from './count-bindings.js';
import type { Database } from './database.js';
import { settleClaims } from './settle-claims.js';

export interface Bindings {
  byMembers(audienceId: string, memberIds: readonly string[]): Promise<Binding[]>;
  byContacts(audienceId: string, contactIds: readonly number[]): Promise<Binding[]>;
  byHashes(audienceId: string, hashes: readonly string[]): Promise<Binding[]>;
  byPartners(audienceId: string, partnerIds: readonly number[]): Promise<Binding[]>;
  /**
   * Inserts or replaces, all or nothing; a contact that was linked to another member of the audience is taken
   * from it. Of a member given twice the last one counts, of a contact claimed twice the last claim.
   */
  save(bindings: readonly Binding[]): Promise<void>;
  remove(audienceId: string, memberIds: readonly string[]): Promise<void>;
  countByStatus(audienceId: string): Promise<Record<MemberStatus, number>>;
  /** Members known, whatever their status. */
  count(audienceId: string): Promise<number>;
  countLinked(audienceId: string): Promise<number>;
  countErrors(audienceId: string): Promise<number>;
  countDue(audienceId: string, to: 'import' | 'export'): Promise<number>;
  /**
   * Those with something to be carried to that side or, where they have a contact, to be shown by the addon, by member;
   * `after` is the last one seen.
   */
  due(audienceId: string, to: 'import' | 'export' | 'addon', page: DuePage): Promise<Binding[]>;
  /** What the addon shows of these members is true, or is not. */
  markAddon(audienceId: string, memberIds: readonly string[], state: 'shown' | 'due'): Promise<void>;
  /** The addon shows nobody, of no audience. */
  forgetAddon(): Promise<void>;
  /** Every member known, by member id; `after` is the last one seen. */
  list(audienceId: string, page: DuePage): Promise<Binding[]>;
}

export interface DuePage {
  after: string | null;
  limit: number;
}

const keysAtOnce = 500;
/** Few shapes of statement, so that they stay prepared without holding memory. */
const rowsAtOnce = 50;

export function bindingsIn(db: Database): Bindings {
  return {
    byMembers: (audienceId, ids) => select(db, audienceId, 'member_id', ids),
    byContacts: (audienceId, ids) => select(db, audienceId, 'contact_id', ids),
    byHashes: (audienceId, hashes) => select(db, audienceId, 'subscriber_hash', hashes),
    byPartners: (audienceId, ids) => select(db, audienceId, 'partner_id', ids),
    async save(bindings) {
      const settled = settleClaims(bindings);
      if (settled.length === 0) return;
      await (db.isTransaction
        ? save(db, settled)
        : db.transaction().execute((inside) => save(inside, settled)));
    },
    async remove(audienceId, memberIds) {
      for (const some of chunk(memberIds, keysAtOnce)) {
        await db
          .deleteFrom('bindings')
          .where('audience_id', '=', audienceId)
          .where('member_id', 'in', some)
          .execute();
      }
    },
    countByStatus: (audienceId) => countByStatus(db, audienceId),
    count: (audienceId) => countBindings(db, audienceId, 'member_id'),
    countLinked: (audienceId) => countBindings(db, audienceId, 'contact_id'),
    countErrors: (audienceId) => countBindings(db, audienceId, 'error'),
    countDue: (audienceId, to) => countDue(db, audienceId, to),
    due: (audienceId, to, page) => list(db, audienceId, page, (query) => whereDue(query, to)),
    async markAddon(audienceId, memberIds, state) {
      for (const some of chunk(memberIds, keysAtOnce)) {
        const update = db.updateTable('bindings').set({ face_due: state === 'due' ? 1 : 0 });
        await update.where('audience_id', '=', audienceId).where('member_id', 'in', some).execute();
      }
    },
    async forgetAddon() {
      await db.updateTable('bindings').set({ face_due: 1 }).where('face_due', '=', 0).execute();
    },
    list: (audienceId, page) => list(db, audienceId, page, (query) => query),
  };
}

type AllColumns = ReturnType<typeof allOf>;

function allOf(db: Database, audienceId: string) {
  return db.selectFrom('bindings').selectAll().where('audience_id', '=', audienceId);
}

function whereDue(query: AllColumns, to: 'import' | 'export' | 'addon'): AllColumns {
  if (to === 'addon') return query.where('face_due', '=', 1).where('contact_id', 'is not', null);
  return query.where(to === 'import' ? 'import_due' : 'export_due', '=', 1);
}

async function list(
  db: Database,
  audienceId: string,
  { after, limit }: DuePage,
  narrowed: (query: AllColumns) => AllColumns,
): Promise<Binding[]> {
  const query = narrowed(allOf(db, audienceId)).where('member_id', '>', after ?? '');
  const rows = await query.orderBy('member_id').limit(limit).execute();
  return rows.map(fromRow);
}

async function select(
  db: Database,
  audienceId: string,
  column: 'member_id' | 'contact_id' | 'subscriber_hash' | 'partner_id',
  keys: readonly (string | number)[],
): Promise<Binding[]> {
  const found: Binding[] = [];
  for (const some of chunk(keys, keysAtOnce)) {
    const rows = await allOf(db, audienceId)
      .where(column, 'in', some as never)
      .execute();
    found.push(...rows.map(fromRow));
  }
  return found;
}

async function save(db: Database, bindings: readonly Binding[]): Promise<void> {
  const linked = bindings.filter(({ contactId }) => contactId !== null);
  // All of the contacts first: two members may be swapping theirs, and the unique key is checked row by row.
  for (const [audienceId, some] of groupBy(linked, (binding) => binding.audienceId)) {
    const contactIds = some.map(({ contactId }) => contactId);
    for (const ids of chunk(contactIds, keysAtOnce)) await release(db, audienceId, ids);
  }
  for (const some of chunk(bindings, rowsAtOnce)) await upsert(db, some);
}

async function release(db: Database, audienceId: string, contactIds: (number | null)[]): Promise<void> {
  const update = db.updateTable('bindings').set({ contact_id: null });
  await update.where('audience_id', '=', audienceId).where('contact_id', 'in', contactIds).execute();
}

async function upsert(db: Database, bindings: readonly Binding[]): Promise<void> {
  await db
    .insertInto('bindings')
    .values(bindings.map(toRow))
    .onConflict((conflict) =>
      conflict.columns(['audience_id', 'member_id']).doUpdateSet((eb) => ({
        subscriber_hash: eb.ref('excluded.subscriber_hash'),
        email: eb.ref('excluded.email'),
        contact_id: eb.ref('excluded.contact_id'),
        partner_id: eb.ref('excluded.partner_id'),
        status: eb.ref('excluded.status'),
        last_changed: eb.ref('excluded.last_changed'),
        mirrored_opt_out: eb.ref('excluded.mirrored_opt_out'),
        member_fingerprint: eb.ref('excluded.member_fingerprint'),
        seen: eb.ref('excluded.seen'),
        base: eb.ref('excluded.base'),
        import_due: eb.ref('excluded.import_due'),
        export_due: eb.ref('excluded.export_due'),
        tags_off: eb.ref('excluded.tags_off'),
        face_due: eb.ref('excluded.face_due'),
        pushed_at: eb.ref('excluded.pushed_at'),
        pulled_at: eb.ref('excluded.pulled_at'),
        error: eb.ref('excluded.error'),
      })),
    )
    .execute();
}
