import type { Database } from './database.js';

/** How far something has been worked through, by audience and name; audience `''` is the account as a whole. */
export interface Marks {
  get(audienceId: string, name: string): Promise<string | null>;
  set(audienceId: string, name: string, value: string): Promise<void>;
  clear(audienceId: string, names: readonly string[]): Promise<void>;
}

export function marksIn(db: Database): Marks {
  return {
    async get(audienceId, name) {
      const query = db.selectFrom('marks').select('value').where('audience_id', '=', audienceId);
      return (await query.where('name', '=', name).executeTakeFirst())?.value ?? null;
    },
    async set(audienceId, name, value) {
      await db
        .insertInto('marks')
        .values({ audience_id: audienceId, name, value })
        .onConflict((conflict) => conflict.columns(['audience_id', 'name']).doUpdateSet({ value }))
        .execute();
    },
    async clear(audienceId, names) {
      const remove = db.deleteFrom('marks').where('audience_id', '=', audienceId);
      if (names.length > 0) await remove.where('name', 'in', names).execute();
    },
  };
}
