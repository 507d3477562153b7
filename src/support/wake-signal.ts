import type { Clock } from './clock.js';

/** Wakes whoever waits for something to do. */
export interface WakeSignal {
  ring(): void;
  /** Resolves after `ms`, at the next ring (or at once when it has rung since the last wait), or when `signal` aborts. */
  wait(ms: number, options: { clock: Clock; signal: AbortSignal }): Promise<void>;
}

export function createWakeSignal(): WakeSignal {
  let hasRung = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      hasRung = true;
      wake();
    },
    async wait(ms, { clock, signal }) {
      if (!hasRung && !signal.aborted) {
        const cut = new AbortController();
        wake = () => cut.abort();
        signal.addEventListener('abort', wake, { once: true });
        await clock.sleep(ms, cut.signal).catch(() => undefined);
        signal.removeEventListener('abort', wake);
      }
      hasRung = false;
    },
  };
}
