import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import { consentHolderModel } from '../core/consent-holder.js';
import { normalizeEmail } from '../core/email-address.js';
import { mentionsAddress, withoutAddress } from '../core/mentioned-address.js';
import { chunk } from '../support/chunk.js';
import { membersOfAddress } from './consent-history.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** Whom the store is to know nothing of any more (B57). */
export interface ErasedPerson {
  /** Lower case. */
  address: string;
  /** Ids of mailing contacts that are gone. */
  contactIds: readonly number[];
  /** Members that are gone, by the ids they have had. */
  members: readonly { audienceId: string; memberId: string }[];
}

/** Tables that hold people; what is kept of them is in docs/behaviour.md (B57). */
export const tablesWithPeople = [
  'consent_history',
  'consent_ledger',
  'binding_records',
  'bindings',
  'auto_exports',
  'export_failures',
  'inbox',
  'intents',
  'journal',
  'runs',
] as const satisfies readonly (keyof Schema)[];

/** Those that don't: settings, ids and dates of Odoo's records, and hashes. */
export const tablesWithoutPeople = [
  'alert_states',
  'audiences',
  'feed_rows',
  'forgotten',
  'leases',
  'live_changes',
  'marks',
] as const satisfies readonly (keyof Schema)[];

/** What one table holds of a person. */
export interface Trace {
  table: (typeof tablesWithPeople)[number];
  rows: number;
  erase(): Promise<void>;
}

/** Table by table, in the order they are to be erased. */
export async function tracesOf(db: Database, person: ErasedPerson): Promise<Trace[]> {
  return [
    await ofHistory(db, person),
    ...(await ofBindings(db, person)),
    await ofAutoExports(db, person),
    await ofExportFailures(db, person),
    await ofInbox(db, person),
    await ofIntents(db, person),
    await ofJournal(db, person),
    await ofRuns(db, person),
  ];
}

const keysAtOnce = 500;

/** Bindings, the records they link, and the ledger of consent. */
async function ofBindings(db: Database, { address, contactIds, members }: ErasedPerson): Promise<Trace[]> {
  const bindings = await db
    .selectFrom('bindings')
    .select(['audience_id as audienceId', 'member_id as memberId'])
    .where('email', '=', address)
    .execute();
  const every = [...bindings, ...members];
  const ledger = await countOf(db, 'consent_ledger', every);
  const linked = await countOf(db, 'binding_records', bindings);
  return [
    { table: 'consent_ledger', rows: ledger, erase: () => removeOf(db, 'consent_ledger', every) },
    {
      table: 'binding_records',
      rows: linked,
      async erase() {
        await removeOf(db, 'binding_records', bindings);
        // A contact that is gone may have been linked to a member of another address.
        for (const some of chunk(contactIds, keysAtOnce)) {
          const links = db.deleteFrom('binding_records').where('model', '=', consentHolderModel);
          await links.where('record_id', 'in', some).execute();
        }
      },
    },
    { table: 'bindings', rows: bindings.length, erase: () => removeOf(db, 'bindings', bindings) },
  ];
}

/** All that is told of a member who has had the address. */
async function ofHistory(db: Database, { address, members }: ErasedPerson): Promise<Trace> {
  const every = [...(await membersOfAddress(db, address)), ...members];
  const rows = await countOf(db, 'consent_history', every);
  return { table: 'consent_history', rows, erase: () => removeOf(db, 'consent_history', every) };
}

type MemberTable = 'bindings' | 'binding_records' | 'consent_history' | 'consent_ledger';
type MemberKey = ErasedPerson['members'][number];

async function removeOf(db: Database, table: MemberTable, keys: readonly MemberKey[]): Promise<void> {
  for (const { audienceId, memberId } of keys) {
    const rows = db.deleteFrom(table).where('audience_id', '=', audienceId);
    await rows.where('member_id', '=', memberId).execute();
  }
}

async function countOf(db: Database, table: MemberTable, keys: readonly MemberKey[]): Promise<number> {
  const counts = new Map<string, number>();
  for (const { audienceId, memberId } of keys) {
    const rows = db.selectFrom(table).select('member_id').where('audience_id', '=', audienceId);
    const found = await rows.where('member_id', '=', memberId).execute();
    counts.set(`${audienceId}/${memberId}`, found.length);
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

async function ofAutoExports(db: Database, { address }: ErasedPerson): Promise<Trace> {
  const rows = await db.selectFrom('auto_exports').selectAll().where('address', '=', address).execute();
  const erase = async (): Promise<void> => {
    await db.deleteFrom('auto_exports').where('address', '=', address).execute();
  };
  return { table: 'auto_exports', rows: rows.length, erase };
}

/** Rows of a model, an id, an e-mail and a description that may be about the person: a closer look follows. */
function mayBeAbout({ address, contactIds }: ErasedPerson) {
  return (eb: ExpressionBuilder<Schema, 'export_failures' | 'journal'>) =>
    eb.or([
      eb.and([eb('model', '=', consentHolderModel), eb('record_id', 'in', [...contactIds, 0])]),
      mayMention('email', address),
      mayMention('description', address),
    ]);
}

async function ofExportFailures(db: Database, person: ErasedPerson): Promise<Trace> {
  const { address } = person;
  const candidates = await db.selectFrom('export_failures').selectAll().where(mayBeAbout(person)).execute();
  const rows = candidates.filter(
    ({ model, record_id: id, email, description }) =>
      isGone(person, model, id) || isOf(email, address) || mentionsAddress(description, address),
  );
  const erase = async (): Promise<void> => {
    for (const { audience_id: audienceId, model, record_id: id } of rows) {
      const row = db.deleteFrom('export_failures').where('audience_id', '=', audienceId);
      await row.where('model', '=', model).where('record_id', '=', id).execute();
    }
  };
  return { table: 'export_failures', rows: rows.length, erase };
}

/** Events of the person go; of a person who has had the address before, the event stays without it. */
async function ofInbox(db: Database, { address }: ErasedPerson): Promise<Trace> {
  const candidates = await db
    .selectFrom('inbox')
    .select(['id', 'email', 'former_email', 'details', 'error'])
    .where((eb) =>
      eb.or([
        eb('email', '=', address),
        eb('former_email', '=', address),
        mayMention('details', address),
        mayMention('error', address),
      ]),
    )
    .execute();
  const own = candidates.filter(
    ({ email, details, error }) =>
      email === address || mentionsAddress(details, address) || mentionsAddress(error ?? '', address),
  );
  const moved = candidates.filter((row) => row.former_email === address && !own.includes(row));
  const erase = async (): Promise<void> => {
    for (const { id } of own) await db.deleteFrom('inbox').where('id', '=', id).execute();
    for (const { id } of moved)
      await db.updateTable('inbox').set({ former_email: null }).where('id', '=', id).execute();
  };
  return { table: 'inbox', rows: own.length + moved.length, erase };
}

async function ofIntents(db: Database, { address }: ErasedPerson): Promise<Trace> {
  const candidates = await db.selectFrom('intents').selectAll().execute();
  const rows = candidates
    .map(({ id, keys }) => ({ id, keys: JSON.parse(keys) as string[] }))
    .filter(({ keys }) => keys.includes(address));
  const erase = async (): Promise<void> => {
    for (const { id, keys } of rows) {
      const others = JSON.stringify(keys.filter((key) => key !== address));
      await db.updateTable('intents').set({ keys: others }).where('id', '=', id).execute();
    }
  };
  return { table: 'intents', rows: rows.length, erase };
}

/** The rows stay, so that the counts of a run stay true, and name nobody any more. */
async function ofJournal(db: Database, person: ErasedPerson): Promise<Trace> {
  const { address } = person;
  const candidates = await db
    .selectFrom('journal')
    .select(['id', 'model', 'record_id', 'email', 'description'])
    .where(mayBeAbout(person))
    .execute();
  const own = candidates.filter(
    ({ model, record_id: id, email }) =>
      email !== null && (isGone(person, model, id ?? 0) || isOf(email, address)),
  );
  const mentions = candidates.filter(
    (row) => !own.includes(row) && mentionsAddress(row.description ?? '', address),
  );
  const erase = async (): Promise<void> => {
    const nobody = { email: null, name: null, description: null };
    for (const { id } of own) await db.updateTable('journal').set(nobody).where('id', '=', id).execute();
    for (const { id, description } of mentions) {
      const change = { description: withoutAddress(description ?? '', address) };
      await db.updateTable('journal').set(change).where('id', '=', id).execute();
    }
  };
  return { table: 'journal', rows: own.length + mentions.length, erase };
}

async function ofRuns(db: Database, { address }: ErasedPerson): Promise<Trace> {
  const candidates = await db
    .selectFrom('runs')
    .select(['id', 'message'])
    .where(mayMention('message', address))
    .execute();
  const rows = candidates.filter(({ message }) => mentionsAddress(message ?? '', address));
  const erase = async (): Promise<void> => {
    for (const { id, message } of rows) {
      const change = { message: withoutAddress(message ?? '', address) };
      await db.updateTable('runs').set(change).where('id', '=', id).execute();
    }
  };
  return { table: 'runs', rows: rows.length, erase };
}

function isGone({ contactIds }: ErasedPerson, model: string, id: number): boolean {
  return model === consentHolderModel && contactIds.includes(id);
}

/** As typed, `Ana <Ana@Shop.pt>` too. */
function isOf(email: string | null, address: string): boolean {
  return normalizeEmail(email) === address || mentionsAddress(email ?? '', address);
}

/**
 * Rows to be looked at one by one. SQLite lowers the case of ASCII alone, so of another address only the domain is
 * asked for.
 */
function mayMention(column: string, address: string): Expression<SqlBool> {
  const [, domain = ''] = address.split('@');
  const needle = [address, `@${domain}`].find((text) => /^\p{ASCII}*$/u.test(text)) ?? '@';
  const literal = needle.replaceAll(/[\\%_]/gu, String.raw`\$&`);
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${`%${literal}%`} escape '\\'`;
}
