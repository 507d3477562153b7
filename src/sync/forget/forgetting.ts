import { withoutAddress } from '../../core/mentioned-address.js';
import { BridgeError } from '../../support/errors.js';
import type { ForgetReport, KeptReason, LeftItem } from './forget-report.js';

type Place = Omit<LeftItem, 'code' | 'description'>;

/** One forgetting under way, and its receipt. */
export interface Forgetting {
  /** Lower case. */
  address: string;
  receipt: Pick<ForgetReport, 'removed' | 'kept' | 'left'>;
  /** What stood in the way, for the exit code. */
  failures: BridgeError[];
  /** Does one thing. What fails is named as left, and all else goes on. @returns null when it failed */
  attempt<T>(place: Place, work: () => Promise<T>): Promise<T | null>;
  remove(place: Place, count?: number): void;
  keep(place: Place, reason: KeptReason): void;
}

/** @param signal when it is aborted a failure is the end */
export function openForgetting(address: string, signal: AbortSignal): Forgetting {
  const receipt: Forgetting['receipt'] = { removed: [], kept: [], left: [] };
  const failures: BridgeError[] = [];
  return {
    address,
    receipt,
    failures,
    async attempt(place, work) {
      try {
        return await work();
      } catch (error) {
        if (signal.aborted || !(error instanceof BridgeError)) throw error;
        failures.push(error);
        const description = withoutAddress(error.message, address);
        receipt.left.push({ ...place, code: error.code, description });
        return null;
      }
    },
    remove: (place, count = 1) => void receipt.removed.push({ ...place, count }),
    keep: (place, reason) => void receipt.kept.push({ ...place, reason }),
  };
}
