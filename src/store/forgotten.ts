import { createHmac, randomBytes } from 'node:crypto';
import { chunk } from '../support/chunk.js';
import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';
import { upsert } from './upsert.js';

export interface ForgottenAddress {
  /** Who signs up themselves after it is a new person; by MailChimp's clock where there was a member. */
  since: Date;
  /** When the address was forgotten, ISO. */
  at: string;
}

/** Who is never to be brought back (B57). Kept is a hash, salted by a secret of this store, and never an address. */
export interface Forgotten {
  /**
   * Forgets an address in these audiences from now on, or anew.
   * @param since by audience: who signs up themselves after it is a new person
   * @returns the hash
   */
  remember(address: string, run: { since: ReadonlyMap<string, Date>; runId: number }): Promise<string>;
  /** Those of these addresses that are forgotten in the audience, lower case. */
  among(audienceId: string, addresses: readonly string[]): Promise<ReadonlyMap<string, ForgottenAddress>>;
}

const saltName = 'forgotten/salt';
const keysAtOnce = 500;

export function forgottenIn(db: Database, clock: Clock): Forgotten {
  return {
    async remember(address, { since, runId }) {
      const hash = hashOf(address, (await saltOf(db)) ?? (await makeSalt(db)));
      const forgotten_at = clock.now().toISOString();
      const rows = [...since].map(([audience_id, from]) => {
        return { audience_id, hash, since: from.toISOString(), forgotten_at, run_id: runId };
      });
      await upsert(db, 'forgotten', ['audience_id', 'hash'], rows);
      return hash;
    },
    async among(audienceId, addresses) {
      const salt = addresses.length === 0 ? null : await saltOf(db);
      // Nobody was ever forgotten.
      if (salt === null) return new Map();
      const byHash = new Map(addresses.map((address) => [hashOf(address, salt), address.toLowerCase()]));
      const found = new Map<string, ForgottenAddress>();
      for (const some of chunk([...byHash.keys()], keysAtOnce)) {
        const query = db.selectFrom('forgotten').select(['hash', 'since', 'forgotten_at as at']);
        const rows = await query.where('audience_id', '=', audienceId).where('hash', 'in', some).execute();
        for (const { hash, since, at } of rows)
          found.set(byHash.get(hash) ?? '', { since: new Date(since), at });
      }
      return found;
    },
  };
}

function hashOf(address: string, salt: string): string {
  return createHmac('sha256', salt).update(address.toLowerCase()).digest('base64url');
}

async function saltOf(db: Database): Promise<string | null> {
  const query = db.selectFrom('marks').select('value').where('audience_id', '=', '');
  return (await query.where('name', '=', saltName).executeTakeFirst())?.value ?? null;
}

/** Made once: the first of two that make one at a time counts. */
async function makeSalt(db: Database): Promise<string> {
  const value = randomBytes(32).toString('base64url');
  const insert = db.insertInto('marks').values({ audience_id: '', name: saltName, value });
  await insert.onConflict((conflict) => conflict.columns(['audience_id', 'name']).doNothing()).execute();
  return (await saltOf(db)) ?? value;
}
