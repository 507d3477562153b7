import { emptyTotals, type Failure, type PlannedChange, type Totals, type Warning } from './run-summary.js';

/** Counts what becomes of the records of one run. */
export interface RunTally {
  totals: Totals;
  failures: Failure[];
  warnings: Warning[];
  skipped: Record<string, number>;
  plan: PlannedChange[];
}

export function openTally(): RunTally {
  return { totals: emptyTotals(), failures: [], warnings: [], skipped: {}, plan: [] };
}

export function tallySkip(tally: RunTally, reason: string): void {
  tally.totals.skipped += 1;
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
}

export function tallyFailure(tally: RunTally, failure: Failure): void {
  tally.totals.failed += 1;
  tally.failures.push(failure);
}
