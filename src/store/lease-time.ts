import { sql, type Expression } from 'kysely';
import type { Clock } from '../support/clock.js';

/** What leases run out by; as text, `2026-03-01T10:00:00.000Z`, which sorts as the time does. */
export interface LeaseTime {
  now(): Expression<string>;
  /** That many milliseconds from now. */
  in(ms: number): Expression<string>;
}

/** Of processes on one machine. */
export function clockTime(clock: Clock): LeaseTime {
  const at = (ms: number): Expression<string> => sql.val(new Date(ms).toISOString());
  return { now: () => at(clock.now().getTime()), in: (ms) => at(clock.now().getTime() + ms) };
}

const iso = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** The database's own: the clocks of machines that share it differ (B71). */
export function postgresTime(): LeaseTime {
  const at = (ms: number): Expression<string> =>
    sql<string>`to_char((clock_timestamp() + ${ms} * interval '1 millisecond') at time zone 'utc', ${sql.lit(iso)})`;
  return { now: () => at(0), in: at };
}
