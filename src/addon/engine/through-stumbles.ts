import { backoffMs } from '../../support/backoff.js';
import type { Clock } from '../../support/clock.js';
import { BridgeError } from '../../support/errors.js';

const attempts = 5;
const pause = { baseMs: 500, capMs: 4_000 };

/**
 * Makes a call that changes the schema again when Odoo fails in it with an error of Python's. Odoo 14.0 shares field
 * objects between the databases a process serves, and when two registries are set up at the same moment one finds
 * the other's half-made ("Many2many fields … use the same table and columns", "has no attribute 'depends'"). Odoo has
 * then undone the call.
 */
export async function throughStumbles<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const stumble = error instanceof BridgeError && error.code === 'odoo.server_error';
      if (!stumble || attempt === attempts) throw error;
      await clock.sleep(backoffMs(attempt, pause, Math.random));
    }
  }
}
