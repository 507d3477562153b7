import { describe, expect, it } from '@jest/globals';
import { createWakeSignal } from '../../src/support/wake-signal.js';
import { systemClock } from '../../src/support/clock.js';
import { quickClock } from '../mailchimp/quick-clock.js';

const forEver = 60 * 60_000;
const signal = new AbortController().signal;

describe('A wake signal', () => {
  it('wakes who waits', async () => {
    const wakeSignal = createWakeSignal();

    const waiting = wakeSignal.wait(forEver, { clock: systemClock, signal });
    wakeSignal.ring();

    await expect(waiting).resolves.toBeUndefined();
  });

  it('that rang while nobody waited is heard at the next wait, once', async () => {
    const wakeSignal = createWakeSignal();
    const clock = quickClock();
    wakeSignal.ring();
    wakeSignal.ring();

    await wakeSignal.wait(forEver, { clock, signal });
    await wakeSignal.wait(forEver, { clock, signal });

    expect(clock.pauses).toEqual([forEver]);
  });

  it('is not waited for when all is to stop', async () => {
    const stop = new AbortController();
    const wakeSignal = createWakeSignal();

    const waiting = wakeSignal.wait(forEver, { clock: systemClock, signal: stop.signal });
    stop.abort();
    await waiting;

    await expect(
      wakeSignal.wait(forEver, { clock: systemClock, signal: stop.signal }),
    ).resolves.toBeUndefined();
  });
});
