import { createWakeSignal } from '../../support/wake-signal.js';
import { forgetOld } from '../../sync/forget-old.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';

const hour = 60 * 60_000;

/** Keeps the store from growing where no `sync` does. */
export function upkeepWorker(served: ServedAccount): Worker {
  return {
    name: 'upkeep',
    wakeSignal: createWakeSignal(),
    async step() {
      await forgetOld(served);
      return hour;
    },
  };
}
