import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';

/** A create sent to Odoo whose confirmation is not yet here. */
export interface Intent {
  id: number;
  audienceId: string;
  model: string;
  /** E-mail addresses of the records sent. */
  keys: string[];
  openedAt: string;
}

/** After a crash the next run looks whether these creates arrived before sending anything again (B14). */
export interface Intents {
  open(intent: Pick<Intent, 'audienceId' | 'model' | 'keys'>): Promise<number>;
  close(id: number): Promise<void>;
  pending(audienceId: string): Promise<Intent[]>;
}

export function intentsIn(db: Database, clock: Clock): Intents {
  return {
    async open({ audienceId, model, keys }) {
      const opened_at = clock.now().toISOString();
      const { id } = await db
        .insertInto('intents')
        .values({ audience_id: audienceId, model, keys: JSON.stringify(keys), opened_at })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },
    async close(id) {
      await db.deleteFrom('intents').where('id', '=', id).execute();
    },
    async pending(audienceId) {
      const rows = await db.selectFrom('intents').selectAll().where('audience_id', '=', audienceId).execute();
      return rows.map((row) => ({
        id: row.id,
        audienceId: row.audience_id,
        model: row.model,
        keys: JSON.parse(row.keys) as string[],
        openedAt: row.opened_at,
      }));
    },
  };
}
