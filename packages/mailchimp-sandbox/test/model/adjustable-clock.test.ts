import { describe, expect, it } from '@jest/globals';
import { AdjustableClock } from '../../src/model/adjustable-clock.js';
import { systemClock } from '../../src/clock.js';

const minute = 60_000;

describe('A clock that can be put forward', () => {
  it('wakes those whose time has come and lets the others sleep on', async () => {
    const clock = new AdjustableClock(systemClock);
    const woken: number[] = [];
    const sleeping = [10, 1, 5].map((minutes) =>
      clock.sleep(minutes * minute).then(() => void woken.push(minutes)),
    );

    clock.advance(4 * minute);
    await sleeping[1];
    clock.advance(2 * minute);
    await sleeping[2];
    const before = [...woken];
    clock.advance(10 * minute);
    await sleeping[0];

    expect(before).toEqual([1, 5]);
    expect(woken).toEqual([1, 5, 10]);
  });

  it('ends a sleep with the reason of its signal', async () => {
    const clock = new AdjustableClock(systemClock);
    const abort = new AbortController();
    const sleeping = clock.sleep(minute, abort.signal);

    clock.advance(1);
    abort.abort(new Error('closing'));

    await expect(sleeping).rejects.toThrow('closing');
  });

  it('goes back to the time outside, with sleepers that wait no longer than they would have', async () => {
    const clock = new AdjustableClock(systemClock);
    clock.advance(60 * minute);
    const sleeping = clock.sleep(minute);

    clock.reset();

    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(minute);
    clock.advance(minute);
    await sleeping;
  });
});
