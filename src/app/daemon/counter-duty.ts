import { createBell } from '../../support/bell.js';
import { showAudiences } from '../../sync/face/show-audiences.js';
import type { Duty } from './duty.js';
import type { ServedAccount } from './served-account.js';

/** A burst of events is counted once. */
const pauseMs = 5_000;

/** Keeps the counters of the audiences in Odoo true, where events and live updates have changed something (B39). */
export function counterDuty({ config, countersDue, turns, context, stopping }: ServedAccount): Duty {
  return {
    name: 'counters in Odoo',
    bell: createBell(),
    async step() {
      const audiences = config.audiences.filter(({ id }) => countersDue.has(id));
      if (audiences.length === 0) return pauseMs;
      const ready = await context(stopping);
      const face = await ready.face();
      if (face === null) {
        countersDue.clear();
        return pauseMs;
      }
      // What comes in from here on is not in what is counted.
      for (const { id } of audiences) countersDue.delete(id);
      await turns
        .short((signal) => showAudiences({ ...ready, signal }, face, { audiences, fetched: [] }))
        .catch((error: unknown) => {
          for (const { id } of audiences) countersDue.add(id);
          throw error;
        });
      return pauseMs;
    },
  };
}
