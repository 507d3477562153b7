import { jitteredBackoffMs } from '../../support/backoff.js';
import type { WakeSignal } from '../../support/wake-signal.js';
import type { ServedAccount } from './served-account.js';

/** Something `serve` does again and again for an account. */
export interface Worker {
  name: string;
  /** Cuts the wait for the next step short. */
  wakeSignal: WakeSignal;
  /** Does what there is to do. @returns milliseconds until it wants to look again */
  step(): Promise<number>;
}

const pause = { baseMs: 2_000, capMs: 60_000 };

/** Goes on until all is to stop. A step that fails is told and made again after a pause, which no wake signal cuts short. */
export async function keepDoing(worker: Worker, account: ServedAccount): Promise<void> {
  const { clock, stopping, logger } = account;
  const isOver = (): boolean => stopping.aborted;
  let failures = 0;
  while (!isOver()) {
    try {
      const ms = await worker.step();
      if (failures > 0) logger.info({ worker: worker.name }, 'Works again');
      failures = 0;
      if (ms > 0) await worker.wakeSignal.wait(ms, { clock, signal: stopping });
    } catch (err) {
      // Whatever was waited for is not going to happen any more.
      if (isOver()) return;
      failures += 1;
      logger.error({ worker: worker.name, failures, err }, 'Failed, and will be tried again');
      await account.reconnect().catch(() => undefined);
      await clock.sleep(jitteredBackoffMs(failures, pause, Math.random), stopping).catch(() => undefined);
    }
  }
}
