import { BodyReader } from '../http/body-reader.js';
import { newEngagement } from '../model/engagement.js';
import type { Engagement } from '../model/engagement.js';

/** `stats: {avg_open_rate, avg_click_rate}` (0 to 1) and `member_rating` (1 to 5), over what is known. */
export function readEngagement(
  body: Readonly<Record<string, unknown>>,
  known: Engagement | undefined,
): Engagement | undefined {
  const reader = new BodyReader(body);
  const stats = new BodyReader(reader.object('stats') ?? {}, 'stats.');
  const openRate = stats.number('avg_open_rate', 0, 1);
  const clickRate = stats.number('avg_click_rate', 0, 1);
  const rating = reader.number('member_rating', 1, 5);
  stats.finish();
  reader.finish();
  if (openRate === undefined && clickRate === undefined && rating === undefined) return known;
  const base = known ?? newEngagement;
  return {
    openRate: openRate ?? base.openRate,
    clickRate: clickRate ?? base.clickRate,
    rating: rating ?? base.rating,
  };
}
