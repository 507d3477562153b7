import { jitteredBackoffMs } from '../../support/backoff.js';
import type { Clock } from '../../support/clock.js';
import { BridgeError } from '../../support/errors.js';
import { retry } from '../../support/retry.js';

const attempts = 5;
const pause = { baseMs: 500, capMs: 4_000 };

/**
 * Makes a call that changes the schema, and makes it again when Odoo fails in it with an error of Python's. Odoo 14.0
 * shares field objects between the databases that a process serves: when two registries are set up at the same moment,
 * one finds the other's half-made ("Many2many fields … use the same table and columns", "has no attribute 'depends'").
 * Odoo has then undone the call.
 */
export function retrySchemaChange<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  return retry(
    work,
    ({ error, attempt }) => {
      const isOdoosOwn = error instanceof BridgeError && error.code === 'odoo.server_error';
      return isOdoosOwn && attempt < attempts ? jitteredBackoffMs(attempt, pause, Math.random) : null;
    },
    { clock },
  );
}
