import { describe, expect, it } from '@jest/globals';
import { retrySchemaChange } from '../../../src/addon/engine/retry-schema-change.js';
import type { Clock } from '../../../src/support/clock.js';
import { RecordError } from '../../../src/support/errors.js';
import { failure } from '../../odoo/contract/failure.js';

const clock: Clock = { now: () => new Date(), sleep: () => Promise.resolve() };

/** Fails so many times with the code, then works. */
function failing(times: number, code: string) {
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    work: () => {
      calls += 1;
      if (calls <= times) return Promise.reject(new RecordError('no', { code }));
      return Promise.resolve('done');
    },
  };
}

describe('a call that changes the schema', () => {
  it('is made again when Odoo stumbles over itself', async () => {
    expect(await retrySchemaChange(clock, failing(3, 'odoo.server_error').work)).toBe('done');
  });

  it('is given up after a few times', async () => {
    const call = failing(99, 'odoo.server_error');

    const error = await failure(retrySchemaChange(clock, call.work));

    expect(error.code).toBe('odoo.server_error');
    expect(call.calls).toBe(5);
  });

  it('is not made again when Odoo has refused it', async () => {
    const call = failing(1, 'odoo.import');

    const error = await failure(retrySchemaChange(clock, call.work));

    expect(error.code).toBe('odoo.import');
    expect(call.calls).toBe(1);
  });
});
