import { isDeepStrictEqual } from 'node:util';
import { readDatabaseFacts, type DatabaseFacts } from '../../odoo/database-facts.js';
import { ConfigurationError } from '../../support/errors.js';
import type { SyncContext } from '../sync-context.js';
import { z } from 'zod';
import type { AccountConfig } from '../../config/account-config.js';
import type { Store } from '../../store/store.js';

type Known = Pick<SyncContext, 'config' | 'odoo' | 'store'>;

/**
 * Refuses an Odoo database that is not the one the store was made with, and one that was neutralised: what the store
 * knows is of other records, and real members would follow what testers do (B52).
 * @throws ConfigurationError `odoo.other_database`, `odoo.neutralised`
 */
export async function requireDatabase(context: Known): Promise<void> {
  refuseOther(await compareDatabases(context));
}

/** The same before something is written: the first database is remembered. */
export async function bindDatabase(context: Known): Promise<void> {
  const { known, seen } = await compareDatabases(context);
  refuseOther({ known, seen });
  const merged = known === null ? seen : mergeKnowledge(known, seen);
  if (known === null || !isDeepStrictEqual(merged, known)) await keepDatabase(context.store, merged);
}

/**
 * Binds the store to the Odoo database that is there: nothing it knows of another one's records counts as history
 * (B52). Nothing happens when it is the same one.
 */
export async function rebindDatabase(context: Known): Promise<void> {
  const { known, seen } = await compareDatabases(context);
  if (!isOther(known, seen)) return;
  await context.store.transaction(async (store) => {
    await store.forgetOdoo();
    await keepDatabase(store, seen);
  });
}

/** Whether `rebindDatabase` would forget what the store knows. */
export async function isOtherDatabase(context: Known): Promise<boolean> {
  const { known, seen } = await compareDatabases(context);
  return isOther(known, seen);
}

/** A store that was never told which one it was made with may know another one's records. */
const isOther = (known: KnownDatabase | null, seen: KnownDatabase): boolean =>
  known === null || reasonAgainst(known, seen) !== null;

/** In words, for `doctor`. @throws what `requireDatabase` does */
export async function examineDatabase(context: Known): Promise<string> {
  const { known, seen } = await compareDatabases(context);
  refuseOther({ known, seen });
  const made = seen.createdAt === null ? '' : `, made at ${seen.createdAt} UTC`;
  const bound =
    known === null ? 'will be bound by the first run that writes' : 'the one the store was made with';
  const copy = seen.neutralised ? ' (a neutralised copy, accepted before)' : '';
  return `${seen.name} at ${seen.host}${made}: ${bound}${copy}`;
}

interface Compared {
  known: KnownDatabase | null;
  seen: KnownDatabase;
}

async function compareDatabases({ config, odoo, store }: Known): Promise<Compared> {
  const [known, facts] = await Promise.all([recallDatabase(store), readDatabaseFacts(odoo)]);
  return { known, seen: databaseAt(config.odoo, facts) };
}

function refuseOther({ known, seen }: Compared): void {
  const reason = reasonAgainst(known, seen);
  if (reason !== null) throw reason;
}

function reasonAgainst(known: KnownDatabase | null, seen: KnownDatabase): ConfigurationError | null {
  if (seen.neutralised && known?.neutralised !== true) return neutralised(seen);
  const difference = known === null ? null : differenceOf(known, seen);
  return difference === null ? null : otherDatabase(difference);
}

function neutralised({ name, host }: KnownDatabase): ConfigurationError {
  return new ConfigurationError(
    `The Odoo database ${name} at ${host} is a neutralised copy, made for tests: its changes are none to tell real members of`,
    {
      code: 'odoo.neutralised',
      hint: 'Name the real database under odoo: in the account file. To try the bridge on a copy, use an audience made for it, and --accept-database once.',
    },
  );
}

function otherDatabase(difference: string): ConfigurationError {
  return new ConfigurationError(
    `This is not the Odoo database that the account's store was made with: ${difference}`,
    {
      code: 'odoo.other_database',
      hint: 'Correct odoo: in the account file, or name another store. If it is the right one, run sync with --accept-database once: it is bound anew, and nothing known of the other counts.',
    },
  );
}

/** The Odoo database an account works on, as far as its user can tell it from others (B52). */
interface KnownDatabase extends DatabaseFacts {
  /** Lower case; a port or a path in front of Odoo makes no other database. */
  host: string;
  name: string;
}

const knownDatabase = z.object({
  host: z.string(),
  name: z.string(),
  createdAt: z.string().nullable(),
  uuid: z.string().nullable(),
  neutralised: z.boolean(),
});

const account = '';
const markName = 'odoo-database';

/** The one the store was made with; null before anything was bound. */
async function recallDatabase({ marks }: Pick<Store, 'marks'>): Promise<KnownDatabase | null> {
  const kept = await marks.get(account, markName);
  return kept === null ? null : knownDatabase.parse(JSON.parse(kept));
}

async function keepDatabase({ marks }: Pick<Store, 'marks'>, database: KnownDatabase): Promise<void> {
  await marks.set(account, markName, JSON.stringify(database));
}

function databaseAt(odoo: AccountConfig['odoo'], facts: DatabaseFacts): KnownDatabase {
  return { host: hostOf(odoo.url), name: odoo.database, ...facts };
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

function hostOf(url: string): string {
  const host = new URL(url).hostname.toLowerCase();
  return loopback.includes(host) ? 'localhost' : host;
}

/** In words, for a sentence; null: it may be the same one. What only one of the two knows tells nothing. */
function differenceOf(known: KnownDatabase, seen: KnownDatabase): string | null {
  if (known.name !== seen.name) return `its name was ${known.name} and is ${seen.name}`;
  if (known.host !== seen.host) return `it was at ${known.host} and is at ${seen.host}`;
  if (differ(known.createdAt, seen.createdAt))
    return `it was made at ${known.createdAt ?? ''} and the other at ${seen.createdAt ?? ''} UTC`;
  if (differ(known.uuid, seen.uuid)) return 'its database.uuid is another, as in a copy';
  return null;
}

const differ = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other;

/** Of the same database, seen by a user who may read more or less. A copy that was accepted stays accepted. */
function mergeKnowledge(known: KnownDatabase, seen: KnownDatabase): KnownDatabase {
  return {
    ...known,
    createdAt: known.createdAt ?? seen.createdAt,
    uuid: known.uuid ?? seen.uuid,
  };
}
