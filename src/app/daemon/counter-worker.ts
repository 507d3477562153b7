import { createWakeSignal } from '../../support/wake-signal.js';
import { showAudiences } from '../../sync/addon/show-audiences.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';

/** A burst of events is counted once. */
const pauseMs = 5_000;

/** Keeps the counters of the audiences in Odoo true, where events and live updates have changed something (B39). */
export function counterWorker({ config, countersDue, queue, context, stopping }: ServedAccount): Worker {
  return {
    name: 'counters in Odoo',
    wakeSignal: createWakeSignal(),
    async step() {
      const audiences = config.audiences.filter(({ id }) => countersDue.has(id));
      if (audiences.length === 0) return pauseMs;
      const ready = await context(stopping);
      const addon = await ready.addon();
      if (addon === null) {
        countersDue.clear();
        return pauseMs;
      }
      // What comes in from here on is not in what is counted.
      for (const { id } of audiences) countersDue.delete(id);
      await queue
        .short((signal) => showAudiences({ ...ready, signal }, addon, { audiences, fetched: [] }))
        .catch((error: unknown) => {
          for (const { id } of audiences) countersDue.add(id);
          throw error;
        });
      return pauseMs;
    },
  };
}
