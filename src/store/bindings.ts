import { consentHolderModel } from '../core/consent-holder.js';
import type { MemberStatus } from '../core/member-status.js';
import { chunk } from '../support/chunk.js';
import { groupBy } from '../support/group-by.js';
import { contactOf, type Binding, type BindingError } from './binding.js';
import { countBindings, countByStatus, countDue, countLinked } from './count-bindings.js';
import type { Database } from './database.js';
import type { BindingRecordRow, BindingRow } from './schema.js';
import { upsert } from './upsert.js';

export interface Bindings {
  byMembers(audienceId: string, memberIds: readonly string[]): Promise<Binding[]>;
  byHashes(audienceId: string, hashes: readonly string[]): Promise<Binding[]>;
  /** Those linked to one of these records of Odoo. */
  byRecords(audienceId: string, model: string, recordIds: readonly number[]): Promise<Binding[]>;
  /** Models of the records that members of the audience are linked to. */
  modelsOf(audienceId: string): Promise<string[]>;
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
const recordsAtOnce = 500;

export function bindingsIn(db: Database): Bindings {
  return {
    byMembers: (audienceId, ids) => select(db, audienceId, 'member_id', ids),
    byHashes: (audienceId, hashes) => select(db, audienceId, 'subscriber_hash', hashes),
    byRecords: (audienceId, model, ids) => selectByRecords(db, audienceId, model, ids),
    modelsOf: (audienceId) => modelsOf(db, audienceId),
    async save(bindings) {
      const settled = settleClaims(bindings);
      if (settled.length === 0) return;
      await (db.isTransaction
        ? save(db, settled)
        : db.transaction().execute((inside) => save(inside, settled)));
    },
    async remove(audienceId, memberIds) {
      for (const some of chunk(memberIds, keysAtOnce)) {
        await unlink(db, audienceId, some);
        const rows = db.deleteFrom('bindings').where('audience_id', '=', audienceId);
        await rows.where('member_id', 'in', some).execute();
      }
    },
    countByStatus: (audienceId) => countByStatus(db, audienceId),
    count: (audienceId) => countBindings(db, audienceId, 'member_id'),
    countLinked: (audienceId) => countLinked(db, audienceId),
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
  if (to !== 'addon') return query.where(to === 'import' ? 'import_due' : 'export_due', '=', 1);
  return query
    .where('face_due', '=', 1)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('binding_records as linked')
          .select('linked.record_id')
          .whereRef('linked.audience_id', '=', 'bindings.audience_id')
          .whereRef('linked.member_id', '=', 'bindings.member_id')
          .where('linked.model', '=', consentHolderModel),
      ),
    );
}

async function list(
  db: Database,
  audienceId: string,
  { after, limit }: DuePage,
  narrowed: (query: AllColumns) => AllColumns,
): Promise<Binding[]> {
  const query = narrowed(allOf(db, audienceId)).where('member_id', '>', after ?? '');
  return withRecords(db, audienceId, await query.orderBy('member_id').limit(limit).execute());
}

async function select(
  db: Database,
  audienceId: string,
  column: 'member_id' | 'subscriber_hash',
  keys: readonly string[],
): Promise<Binding[]> {
  const found: Binding[] = [];
  for (const some of chunk(keys, keysAtOnce)) {
    const rows = await allOf(db, audienceId).where(column, 'in', some).execute();
    found.push(...(await withRecords(db, audienceId, rows)));
  }
  return found;
}

async function selectByRecords(
  db: Database,
  audienceId: string,
  model: string,
  recordIds: readonly number[],
): Promise<Binding[]> {
  const memberIds: string[] = [];
  for (const some of chunk(recordIds, keysAtOnce)) {
    const linked = recordsOf(db, audienceId).select('member_id').where('model', '=', model);
    const rows = await linked.where('record_id', 'in', some).execute();
    memberIds.push(...rows.map((row) => row.member_id));
  }
  return select(db, audienceId, 'member_id', [...new Set(memberIds)]);
}

async function modelsOf(db: Database, audienceId: string): Promise<string[]> {
  const rows = await recordsOf(db, audienceId).select('model').distinct().execute();
  return rows.map(({ model }) => model);
}

function recordsOf(db: Database, audienceId: string) {
  return db.selectFrom('binding_records').where('audience_id', '=', audienceId);
}

async function withRecords(
  db: Database,
  audienceId: string,
  rows: readonly BindingRow[],
): Promise<Binding[]> {
  const linked: BindingRecordRow[] = [];
  const memberIds = rows.map((row) => row.member_id);
  for (const some of chunk(memberIds, keysAtOnce)) linked.push(...(await linksOf(db, audienceId, some)));
  const byMember = groupBy(linked, (row) => row.member_id);
  return rows.map((row) => fromRow(row, byMember.get(row.member_id) ?? []));
}

/** By model, so that the same links are always the same map. */
function linksOf(
  db: Database,
  audienceId: string,
  memberIds: readonly string[],
): Promise<BindingRecordRow[]> {
  const rows = recordsOf(db, audienceId).selectAll().where('member_id', 'in', memberIds);
  return rows.orderBy('model').execute();
}

async function save(db: Database, bindings: readonly Binding[]): Promise<void> {
  // All of the links first: two members may be swapping their contacts, and the unique key is checked row by row.
  for (const [audienceId, some] of groupBy(bindings, (binding) => binding.audienceId)) {
    const contactIds = some.flatMap((binding) => contactOf(binding) ?? []);
    for (const ids of chunk(contactIds, keysAtOnce)) await release(db, audienceId, ids);
    const memberIds = some.map(({ memberId }) => memberId);
    for (const ids of chunk(memberIds, keysAtOnce)) await unlink(db, audienceId, ids);
  }
  for (const some of chunk(bindings, rowsAtOnce))
    await upsert(db, 'bindings', ['audience_id', 'member_id'], some.map(toRow));
  for (const some of chunk(bindings.flatMap(recordRows), recordsAtOnce))
    await db.insertInto('binding_records').values(some).execute();
}

/** Takes contacts from the members that have them. */
async function release(db: Database, audienceId: string, contactIds: readonly number[]): Promise<void> {
  const links = db.deleteFrom('binding_records').where('audience_id', '=', audienceId);
  await links.where('model', '=', consentHolderModel).where('record_id', 'in', contactIds).execute();
}

async function unlink(db: Database, audienceId: string, memberIds: readonly string[]): Promise<void> {
  const links = db.deleteFrom('binding_records').where('audience_id', '=', audienceId);
  await links.where('member_id', 'in', memberIds).execute();
}

function toRow(binding: Binding): BindingRow {
  return {
    audience_id: binding.audienceId,
    member_id: binding.memberId,
    subscriber_hash: binding.subscriberHash,
    email: binding.email,
    status: binding.status,
    last_changed: binding.lastChanged,
    member_fingerprint: binding.memberFingerprint,
    seen: JSON.stringify(binding.seen),
    base: JSON.stringify(binding.base),
    import_due: binding.importDue ? 1 : 0,
    export_due: binding.exportDue ? 1 : 0,
    tags_off: binding.tagsOff ? 1 : 0,
    face_due: binding.addonDue ? 1 : 0,
    pushed_at: binding.pushedAt,
    pulled_at: binding.pulledAt,
    error: binding.error === null ? null : JSON.stringify(binding.error),
  };
}

function fromRow(row: BindingRow, records: readonly BindingRecordRow[]): Binding {
  return {
    audienceId: row.audience_id,
    memberId: row.member_id,
    subscriberHash: row.subscriber_hash,
    email: row.email,
    records: Object.fromEntries(records.map(({ model, record_id: id }) => [model, id])),
    status: row.status as MemberStatus,
    lastChanged: row.last_changed,
    memberFingerprint: row.member_fingerprint,
    seen: JSON.parse(row.seen) as object,
    base: JSON.parse(row.base) as object,
    importDue: row.import_due === 1,
    exportDue: row.export_due === 1,
    tagsOff: row.tags_off === 1,
    addonDue: row.face_due === 1,
    pushedAt: row.pushed_at,
    pulledAt: row.pulled_at,
    error: row.error === null ? null : (JSON.parse(row.error) as BindingError),
  };
}

function recordRows({ audienceId, memberId, records }: Binding): BindingRecordRow[] {
  return Object.entries(records).map(([model, id]) => {
    return { audience_id: audienceId, member_id: memberId, model, record_id: id };
  });
}

/** The bindings as one statement can take them: each member once, each contact of an audience claimed once. */
export function settleClaims(bindings: readonly Binding[]): Binding[] {
  const byMember = new Map<string, Binding>();
  for (const binding of bindings) {
    const key = keyOf(binding.audienceId, binding.memberId);
    // Taken out first, so that the order is that of the last mention.
    byMember.delete(key);
    byMember.set(key, binding);
  }
  const settled = [...byMember.values()];
  const claims = new Map(settled.map((binding) => [keyOf(binding.audienceId, contactOf(binding)), binding]));
  return settled.map((binding) => {
    const winner = claims.get(keyOf(binding.audienceId, contactOf(binding)));
    if (contactOf(binding) === null || winner === binding) return binding;
    const others = Object.entries(binding.records).filter(([model]) => model !== consentHolderModel);
    return { ...binding, records: Object.fromEntries(others) };
  });
}

function keyOf(audienceId: string, id: string | number | null): string {
  return JSON.stringify([audienceId, id]);
}
