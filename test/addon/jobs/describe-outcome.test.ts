import { describe, expect, it } from '@jest/globals';
import { describeOutcome, type Outcome } from '../../../src/addon/jobs/describe-outcome.js';

const nothing = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
const outcome = (change: Partial<Outcome>): Outcome => ({
  totals: nothing,
  failures: [],
  skipped: {},
  ...change,
});

describe('B38: what the user who asked is told', () => {
  it('is what was done, over all audiences', () => {
    const told = describeOutcome([
      outcome({ totals: { ...nothing, created: 2 } }),
      outcome({ totals: { ...nothing, created: 1, skipped: 1 }, skipped: { opted_out: 1 } }),
    ]);

    expect(told).toEqual({
      state: 'done',
      result: '3 created, 1 skipped (opted out).',
      notify: '3 created, 1 skipped (opted out).',
    });
  });

  it('is that there was nothing to do', () => {
    expect(describeOutcome([]).notify).toBe('Nothing to do.');
  });

  it('B22: is the error of each record in the words of MailChimp', () => {
    const told = describeOutcome([
      outcome({
        totals: { ...nothing, failed: 1 },
        failures: [{ name: 'Ana', email: 'ana@test.com', description: 'ana@test.com looks fake or invalid' }],
      }),
    ]);

    expect(told.state).toBe('failed');
    expect(told.notify).toBe('1 failed. • Ana <ana@test.com>: ana@test.com looks fake or invalid');
  });

  it('shows a few on the screen and keeps all with the job', () => {
    const failures = Array.from({ length: 9 }, (_, index) => ({
      ...{ name: `Person ${index}`, email: null, description: 'no' },
    }));

    const told = describeOutcome([outcome({ totals: { ...nothing, failed: 9 }, failures })]);

    expect(told.notify).toContain('Person 4: no • and 4 more, see MailChimp / Jobs');
    expect(told.result.split('\n')).toHaveLength(10);
  });
});
