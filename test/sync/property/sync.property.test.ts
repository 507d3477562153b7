import { it } from '@jest/globals';
import fc from 'fast-check';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { play } from './play.js';
import { anyOptions, anySteps } from './step.js';

/**
 * `SYNC_STORIES=300 npm run jest -- test/sync/property` plays more of them; `SYNC_SEED` and `SYNC_PATH`, as a failure
 * tells them, the same ones again.
 */
const { SYNC_STORIES, SYNC_SEED, SYNC_PATH } = process.env;
const seed = SYNC_SEED === undefined ? {} : { seed: Number(SYNC_SEED) };
const path = SYNC_PATH === undefined ? {} : { path: SYNC_PATH };

describeOdoo('a story of the two sides', (odoo) => {
  const usual = 2;

  it(
    'B6, B14, B24, B25: nobody is resubscribed, lost or doubled, and both sides agree in the end',
    async () => {
      let stories = 0;
      const property = fc.asyncProperty(anyOptions, anySteps, async (options, steps) => {
        stories += 1;
        await play(odoo, `s${stories}-${process.pid}`, { options, steps });
      });
      const numRuns = SYNC_STORIES === undefined ? usual : Number(SYNC_STORIES);
      // Shrinking takes minutes: who plays a seed again with its path has time for it.
      await fc.assert(property, { numRuns, endOnFailure: SYNC_PATH === undefined, ...seed, ...path });
    },
    24 * 3_600_000,
  );
});
