import type { Clock } from '../support/clock.js';

/** Says a thing once, and again after a minute with how often it came up meanwhile: a flood must not fill the log. */
export function createNotices(clock: Clock): (key: string, say: (times: number) => void) => void {
  const told = new Map<string, { until: number; times: number }>();
  return (key, say) => {
    const now = clock.now().getTime();
    const before = told.get(key);
    if (before !== undefined && now < before.until) {
      before.times += 1;
      return;
    }
    say((before?.times ?? 0) + 1);
    told.set(key, { until: now + quietMs, times: 0 });
  };
}

const quietMs = 60_000;
