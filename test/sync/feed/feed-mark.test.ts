import { describe, expect, it } from '@jest/globals';
import {
  firstFeedMark,
  nextFeedMark,
  odooClock,
  settledUntil,
  type FeedMark,
} from '../../../src/sync/feed/feed-mark.js';

const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);
const aMark = (): FeedMark => firstFeedMark('2026-03-01 08:00:00', at('10:00:00'));

describe('nextFeedMark', () => {
  it('begins with what a transaction that is still under way may have written', () => {
    expect(aMark().since).toBe('2026-03-01 07:45:00');
  });

  it('reads that again until a look has come after the longest transaction', () => {
    const early = nextFeedMark(aMark(), '2026-03-01 08:00:00', at('10:15:00'));
    const late = nextFeedMark(early, '2026-03-01 08:00:00', at('10:15:01'));

    expect([early.since, late.since]).toEqual(['2026-03-01 07:45:00', '2026-03-01 08:00:01']);
  });

  it('reads from before a later write again', () => {
    const mark = nextFeedMark(aMark(), '2026-03-01 08:20:00', at('10:20:05'));

    expect(mark).toEqual({
      latest: '2026-03-01 08:20:00',
      seenAt: '2026-03-01T10:20:05.000Z',
      since: '2026-03-01 08:05:00',
    });
  });

  it('does not go back behind what is settled', () => {
    const settled = nextFeedMark(aMark(), '2026-03-01 08:00:00', at('10:16:00'));
    const mark = nextFeedMark(settled, '2026-03-01 08:10:00', at('10:20:00'));

    expect(mark.since).toBe('2026-03-01 08:00:01');
  });
});

describe('settledUntil', () => {
  it('keeps the seconds open in which another edit may still be committed', () => {
    expect(settledUntil('2026-03-01 08:00:10')).toBe('2026-03-01 08:00:00');
  });

  it('counts the time that has passed since Odoo has shown its latest write, whatever its clock says', () => {
    expect(odooClock(aMark(), at('10:00:30'))).toBe('2026-03-01 08:00:30');
  });

  it('is not led back by a clock that was set back', () => {
    expect(odooClock(aMark(), at('09:00:00'))).toBe('2026-03-01 08:00:00');
  });
});
