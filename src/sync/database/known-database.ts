import { z } from 'zod';
import type { AccountConfig } from '../../config/account-config.js';
import type { DatabaseFacts } from '../../odoo/database-facts.js';
import type { Store } from '../../store/store.js';

/** The Odoo database an account works on, as far as its user can tell it from others (B52). */
export interface KnownDatabase extends DatabaseFacts {
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
export async function recallDatabase({ marks }: Pick<Store, 'marks'>): Promise<KnownDatabase | null> {
  const kept = await marks.get(account, markName);
  return kept === null ? null : knownDatabase.parse(JSON.parse(kept));
}

export async function keepDatabase({ marks }: Pick<Store, 'marks'>, database: KnownDatabase): Promise<void> {
  await marks.set(account, markName, JSON.stringify(database));
}

export function databaseAt(odoo: AccountConfig['odoo'], facts: DatabaseFacts): KnownDatabase {
  return { host: hostOf(odoo.url), name: odoo.database, ...facts };
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

function hostOf(url: string): string {
  const host = new URL(url).hostname.toLowerCase();
  return loopback.includes(host) ? 'localhost' : host;
}

/** In words, for a sentence; null: it may be the same one. What only one of the two knows tells nothing. */
export function differenceOf(known: KnownDatabase, seen: KnownDatabase): string | null {
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
export function mergeKnowledge(known: KnownDatabase, seen: KnownDatabase): KnownDatabase {
  return {
    ...known,
    createdAt: known.createdAt ?? seen.createdAt,
    uuid: known.uuid ?? seen.uuid,
  };
}
