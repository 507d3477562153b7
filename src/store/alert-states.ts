import type { Database } from './database.js';

/** What is known of something that is not in step, for one channel of alerts (B65). */
export interface AlertState {
  /** ISO. */
  since: string;
  /** Runs that have seen it, one after the other. */
  runs: number;
  /** Code of the problem that was told; null when nothing was told yet. */
  told: string | null;
}

export interface AlertStates {
  get(channel: string, subject: string): Promise<AlertState | null>;
  /** Null: all is well, and that was told where it had to be. */
  set(channel: string, subject: string, state: AlertState | null): Promise<void>;
}

export function alertStatesIn(db: Database): AlertStates {
  return {
    async get(channel, subject) {
      const row = await db
        .selectFrom('alert_states')
        .select(['since', 'runs', 'told'])
        .where('channel', '=', channel)
        .where('subject', '=', subject)
        .executeTakeFirst();
      return row ?? null;
    },
    async set(channel, subject, state) {
      if (state === null) {
        const gone = db.deleteFrom('alert_states').where('channel', '=', channel);
        await gone.where('subject', '=', subject).execute();
        return;
      }
      const { since, runs, told } = state;
      await db
        .insertInto('alert_states')
        .values({ channel, subject, since, runs, told })
        .onConflict((conflict) => conflict.columns(['channel', 'subject']).doUpdateSet({ since, runs, told }))
        .execute();
    },
  };
}
