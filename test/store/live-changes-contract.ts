import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HandClock } from './hand-clock.js';
import type { OpenedStore } from './store-contract.js';

const minute = 60_000;

/** What is counted of live work on every database behind the store. */
export function liveChangesContract(name: string, open: (clock: HandClock) => Promise<OpenedStore>): void {
  describe(`what live work has changed lately, on ${name}`, () => {
    let opened: OpenedStore;
    let clock: HandClock;
    beforeEach(async () => {
      clock = new HandClock();
      opened = await open(clock);
    });
    afterEach(() => opened.dispose());

    it('B54: adds up for an hour, by audience and kind', async () => {
      const { liveChanges } = opened.store;
      await liveChanges.add('audience-a', 'consent', 3);
      clock.advance(40 * minute);
      await liveChanges.add('audience-a', 'consent', 2);
      await liveChanges.add('audience-a', 'removal', 7);

      const before = await liveChanges.count('audience-a', 'consent');
      clock.advance(30 * minute);
      const after = await liveChanges.count('audience-a', 'consent');

      expect([before, after]).toEqual([5, 2]);
      expect(await liveChanges.count('audience-a', 'removal')).toBe(7);
      expect(await liveChanges.count('audience-b', 'consent')).toBe(0);
    });
  });
}
