import { backoffMs } from '../../support/backoff.js';
import type { Bell } from '../../support/bell.js';
import type { ServedAccount } from './served-account.js';

/** Something `serve` does again and again for an account. */
export interface Duty {
  name: string;
  /** Cuts the wait for the next step short. */
  bell: Bell;
  /** Does what there is to do. @returns milliseconds until it wants to look again */
  step(): Promise<number>;
}

const pause = { baseMs: 2_000, capMs: 60_000 };

/** Goes on until all is to stop. A step that fails is told and made again after a pause, which no bell cuts short. */
export async function keepDoing(duty: Duty, account: ServedAccount): Promise<void> {
  const { clock, stopping, logger } = account;
  const isOver = (): boolean => stopping.aborted;
  let failures = 0;
  while (!isOver()) {
    try {
      const ms = await duty.step();
      if (failures > 0) logger.info({ duty: duty.name }, 'Works again');
      failures = 0;
      if (ms > 0) await duty.bell.wait(ms, { clock, signal: stopping });
    } catch (err) {
      // Whatever was waited for is not going to happen any more.
      if (isOver()) return;
      failures += 1;
      logger.error({ duty: duty.name, failures, err }, 'Failed, and will be tried again');
      await account.reconnect().catch(() => undefined);
      await clock.sleep(backoffMs(failures, pause, Math.random), stopping).catch(() => undefined);
    }
  }
}
