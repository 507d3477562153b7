import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blastCap, checkBlastCap } from '../../../src/sync/run/blast-cap.js';
import type { AudienceRun } from '../../../src/sync/run/audience-run.js';
import { accountOf, anAccount } from '../../config/an-account.js';

const limits = (max_changes: number, max_change_ratio: number) => ({
  limits: { max_changes, max_change_ratio },
});

describe('blastCap', () => {
  it('B28: is 1000 people and 20 % of the audience by default', () => {
    const config = accountOf(anAccount);
    expect([100, 4_000, 5_000, 50_000].map((size) => blastCap(config, size))).toEqual([
      20, 800, 1_000, 1_000,
    ]);
  });

  it.each([
    [0, 1_000],
    [24, 1_000],
    [25, 5],
  ])('B28: the ratio counts from 25 people up: of %d people %d may change', (size, people) => {
    expect(blastCap(limits(1_000, 0.2), size)).toBe(people);
  });

  it.each([
    [0.29, 100, 29],
    [0.57, 100, 57],
    [0.07, 100, 7],
    [0.2, 29, 5],
    [0, 100, 0],
    [1, 100, 100],
  ])('B28: the ratio %d of %d people is %d', (ratio, size, people) => {
    expect(blastCap(limits(1_000, ratio), size)).toBe(people);
  });

  it('B28: is never more than either limit says', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.nat(5_000), percent, fc.nat(100_000), (most, ratio, size) => {
        const cap = blastCap(limits(most, ratio / 100), size);
        expect(cap).toBeLessThanOrEqual(most);
        expect(cap === most || cap === Math.floor((ratio * size) / 100)).toBe(true);
      }),
    );
  });
});

describe('checkBlastCap', () => {
  function check(people: number, more: Partial<Pick<AudienceRun, 'allowLarge' | 'dryRun'>> = {}) {
    const config = accountOf(anAccount);
    const [audience] = config.audiences;
    const run = { config, audience, allowLarge: false, dryRun: false, ...more } as AudienceRun;
    return () => checkBlastCap(run, { people, audienceSize: 100, what: 'unsubscribe' });
  }

  it('B28: lets through what is within the cap', () => {
    expect(check(20)).not.toThrow();
  });

  it('B28: stops what is beyond, and says how to go on', () => {
    expect(check(21)).toThrow(
      expect.objectContaining({
        code: 'limits.exceeded',
        message:
          'Stopped before writing: the run would unsubscribe 21 people of audience a36b032126, and may 20 (of 100)',
        hint: expect.stringContaining('--allow-large'),
      }),
    );
  });

  it('B28, B29: lets it through when it is meant, or nothing is written', () => {
    expect(check(21, { allowLarge: true })).not.toThrow();
    expect(check(21, { dryRun: true })).not.toThrow();
  });
});
