import { describe, expect, it } from '@jest/globals';
import { createBell } from '../../src/support/bell.js';
import { systemClock } from '../../src/support/clock.js';
import { quickClock } from '../mailchimp/quick-clock.js';

const forEver = 60 * 60_000;
const signal = new AbortController().signal;

describe('A bell', () => {
  it('wakes who waits', async () => {
    const bell = createBell();

    const waiting = bell.wait(forEver, { clock: systemClock, signal });
    bell.ring();

    await expect(waiting).resolves.toBeUndefined();
  });

  it('that rang while nobody waited is heard at the next wait, once', async () => {
    const bell = createBell();
    const clock = quickClock();
    bell.ring();
    bell.ring();

    await bell.wait(forEver, { clock, signal });
    await bell.wait(forEver, { clock, signal });

    expect(clock.pauses).toEqual([forEver]);
  });

  it('is not waited for when all is to stop', async () => {
    const stop = new AbortController();
    const bell = createBell();

    const waiting = bell.wait(forEver, { clock: systemClock, signal: stop.signal });
    stop.abort();
    await waiting;

    await expect(bell.wait(forEver, { clock: systemClock, signal: stop.signal })).resolves.toBeUndefined();
  });
});
