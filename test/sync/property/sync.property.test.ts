import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeOdoo } from '../../support/staging/describe-odoo.js';
import { play } from './play.js';
import { directStage, socketStage, type OpenStage } from './stage.js';
import { anyOptions, anyPeople, anySteps } from './step.js';

/** `npm run stories` plays more of them; `SYNC_SEED` and `SYNC_PATH`, as a failure tells them, the same ones again. */
const { SYNC_SEED, SYNC_PATH } = process.env;
const seed = SYNC_SEED === undefined ? {} : { seed: Number(SYNC_SEED) };
const path = SYNC_PATH === undefined ? {} : { path: SYNC_PATH };

/** @param count of stories */
function plays(open: () => OpenStage, count: number): void {
  it(
    'B6, B14, B24, B25: nobody is resubscribed, lost or doubled, and both sides agree in the end',
    async () => {
      let stories = 0;
      const property = fc.asyncProperty(anyOptions, anyPeople, anySteps, async (options, already, steps) => {
        stories += 1;
        expect(await play(open(), `s${stories}-${process.pid}`, { options, already, steps })).toEqual([]);
      });
      // Shrinking takes minutes: who plays a seed again with its path has time for it.
      const endOnFailure = SYNC_PATH === undefined;
      await fc.assert(property, { numRuns: count, endOnFailure, ...seed, ...path });
    },
    24 * 3_600_000,
  );
}

describeOdoo('a story of the two sides', (odoo) => plays(() => socketStage(odoo), 2));

describe('a story of the two sides, without sockets', () => plays(() => directStage, 5));
