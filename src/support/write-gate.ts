import { AsyncLocalStorage } from 'node:async_hooks';

/** To be awaited before each try of a write; rejects when nothing may be written any more. */
export type PassGate = () => Promise<void>;

/** Called when a write is asked for, which may be long before it is sent. */
export type AskWrite = () => PassGate;

export const freePass: PassGate = () => Promise.resolve();
export const freely: AskWrite = () => freePass;

/** What all writes go through that a piece of work asks for, in whatever it calls (B71). */
export interface WriteGate<Right> {
  /** Does work that may write as long as it has this right. */
  during<T>(right: Right, work: () => Promise<T>): Promise<T>;
  /** The right of the work that is asking; null outside of any. */
  right(): Right | null;
  /** Nothing may be asked for any more. Until then Node looks at each promise of the process for this gate. */
  close(): void;
}

/** Calls that are still queued when their work has ended keep the right they were asked under. */
export function openWriteGate<Right>(): WriteGate<Right> {
  const rights = new AsyncLocalStorage<Right>();
  let isClosed = false;
  const unlessClosed = (): void => {
    if (isClosed) throw new Error('the gate is closed');
  };
  return {
    during(right, work) {
      unlessClosed();
      return rights.run(right, work);
    },
    right() {
      unlessClosed();
      return rights.getStore() ?? null;
    },
    close() {
      isClosed = true;
      rights.disable();
    },
  };
}
