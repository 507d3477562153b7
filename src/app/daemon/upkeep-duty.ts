import { createBell } from '../../support/bell.js';
import { forgetOld } from '../../sync/forget-old.js';
import type { Duty } from './duty.js';
import type { ServedAccount } from './served-account.js';

const hour = 60 * 60_000;

/** Keeps the store from growing where no `sync` does. */
export function upkeepDuty(served: ServedAccount): Duty {
  return {
    name: 'upkeep',
    bell: createBell(),
    async step() {
      await forgetOld(served);
      return hour;
    },
  };
}
