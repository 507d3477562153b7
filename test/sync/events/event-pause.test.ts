import { describe, expect, it } from '@jest/globals';
import { eventRetryAt } from '../../../src/sync/events/event-pause.js';

const failedAt = new Date('2026-03-01T10:00:00Z');

describe('B31: the pauses of an event that fails', () => {
  it('grow, and end with a person', () => {
    const seconds = Array.from({ length: 8 }, (_, index) => eventRetryAt(failedAt, index + 1)).map((at) =>
      at === null ? null : (at.getTime() - failedAt.getTime()) / 1000,
    );

    expect(seconds).toEqual([15, 60, 240, 960, 3600, 3600, 3600, null]);
  });
});
