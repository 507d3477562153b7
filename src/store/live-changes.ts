import type { Clock } from '../support/clock.js';
import type { Database } from './database.js';

/** What of it: opt-outs and opt-ins, contacts taken off the mailing list, or what an update in Odoo changes. */
export type LiveKind = 'consent' | 'removal' | 'update';

/** How many people webhooks and live updates have changed lately, in all processes together (B54). */
export interface LiveChanges {
  /** From now on; what is older than an hour is dropped. */
  add(audienceId: string, kind: LiveKind, people: number): Promise<void>;
  /** In the last hour. */
  count(audienceId: string, kind: LiveKind): Promise<number>;
}

const hourMs = 60 * 60_000;

export function liveChangesIn(db: Database, clock: Clock): LiveChanges {
  const anHourAgo = (): string => new Date(clock.now().getTime() - hourMs).toISOString();
  return {
    async add(audienceId, kind, people) {
      await db.deleteFrom('live_changes').where('at', '<', anHourAgo()).execute();
      const row = { audience_id: audienceId, kind, people, at: clock.now().toISOString() };
      await db.insertInto('live_changes').values(row).execute();
    },
    async count(audienceId, kind) {
      const rows = db.selectFrom('live_changes').select('people').where('audience_id', '=', audienceId);
      const lately = await rows.where('kind', '=', kind).where('at', '>=', anHourAgo()).execute();
      return lately.reduce((sum, { people }) => sum + people, 0);
    },
  };
}
