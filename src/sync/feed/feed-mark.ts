import { z } from 'zod';
import { fromOdooDate, toOdooDate } from '../../odoo/records/odoo-date.js';

/** How far a feed of Odoo's changes has been worked through. */
export interface FeedMark {
  /** The latest write seen, in Odoo's own time. */
  latest: string;
  /** When that was first seen, by the bridge's clock; only durations are taken from it. */
  seenAt: string;
}

const markSchema = z.object({ latest: z.string(), seenAt: z.string() });

export function parseFeedMark(text: string | null): FeedMark | null {
  return text === null ? null : markSchema.parse(JSON.parse(text));
}

/**
 * A transaction writes the time it began and may commit long after others that began later (odoo-api §2): Odoo lets
 * one run for a quarter of an hour at most by default.
 */
export const overlapMs = 15 * 60_000;

/**
 * Since when to ask for changes. While a transaction that began before the latest write may still commit, a part is read
 * again; when it can't any more, only what comes after.
 */
export function feedSince({ latest, seenAt }: FeedMark, now: Date): string {
  const isSettled = now.getTime() - Date.parse(seenAt) > overlapMs;
  const since = fromOdooDate(latest).getTime() + (isSettled ? 1000 : -overlapMs);
  return toOdooDate(new Date(since));
}

/** The mark after a look at the feed. */
export function nextFeedMark(mark: FeedMark | null, latest: string | null, now: Date): FeedMark | null {
  if (latest === null || (mark !== null && latest <= mark.latest)) return mark;
  return { latest, seenAt: now.toISOString() };
}
