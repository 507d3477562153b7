import { z } from 'zod';
import { fromOdooDate, toOdooDate } from '../../odoo/records/odoo-date.js';

/** How far a feed of Odoo's changes has been worked through. */
export interface FeedMark {
  /** The latest write seen, in Odoo's own time. */
  latest: string;
  /** When that was first seen, by the bridge's clock; only durations are taken from it. */
  seenAt: string;
  /** The next look asks for what was written since, inclusive; in Odoo's own time. */
  since: string;
}

const markSchema = z.object({ latest: z.string(), seenAt: z.string(), since: z.string() });

export function parseFeedMark(text: string | null): FeedMark | null {
  return text === null ? null : markSchema.parse(JSON.parse(text));
}

/**
 * A transaction writes the time it began and may commit long after others that began later (odoo-api §2): Odoo lets
 * one run for a quarter of an hour at most by default.
 */
export const overlapMs = 15 * 60_000;

/** The mark with which a feed begins whose latest write is this one. */
export function firstFeedMark(latest: string, now: Date): FeedMark {
  return { latest, seenAt: now.toISOString(), since: shifted(latest, -overlapMs) };
}

/**
 * The mark after a look at the feed. What was written before the latest write may become visible after it: that part is
 * read again until a look has come so late that no transaction of then can have been under way.
 */
export function nextFeedMark(mark: FeedMark, latest: string, now: Date): FeedMark {
  const next = latest > mark.latest ? firstFeedMark(latest, now) : mark;
  const isSettled = now.getTime() - Date.parse(next.seenAt) > overlapMs;
  const since = isSettled ? shifted(latest, 1000) : next.since;
  return { ...next, since: since > mark.since ? since : mark.since };
}

/** An administrator may let transactions run longer; an opt-out is waited for so long after the last write (B25). */
const longestMs = 60 * 60_000;

/** Since when opt-outs are looked for that have become visible late. */
export function lateSince({ latest, seenAt, since }: FeedMark, now: Date): string {
  const isOver = now.getTime() - Date.parse(seenAt) > longestMs;
  const late = shifted(latest, -longestMs);
  return isOver || late > since ? since : late;
}

function shifted(date: string, ms: number): string {
  return toOdooDate(new Date(fromOdooDate(date).getTime() + ms));
}

/**
 * Odoo tells when a record was written in whole seconds, so that a second edit in the same one looks like the first. A
 * state counts as dealt with when its second had been over for this long: within it, what was begun then is committed.
 */
const sameSecondMs = 10_000;

/** The last second, in Odoo's time, of which the bridge has everything when Odoo's clock has reached `reached`. */
export function settledUntil(reached: string): string {
  return shifted(reached, -sameSecondMs);
}

/** What Odoo's clock has reached for certain: the latest write it has shown, and what has passed since. */
export function odooClock({ latest, seenAt }: FeedMark, now: Date): string {
  return shifted(latest, Math.max(0, now.getTime() - Date.parse(seenAt)));
}
