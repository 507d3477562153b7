import { emptyTotals, type Failure, type PlannedChange, type Totals, type Warning } from './run-summary.js';

/** Counts what becomes of the records of one run. */
export interface RunTally {
  totals: Totals;
  failures: Failure[];
  warnings: Warning[];
  skipped: Record<string, number>;
  plan: PlannedChange[];
  /** Ids of members whose consent was changed, until they are counted with the rest of what was done for them. */
  consented: Set<string>;
  /** Ids of members whose consent a dry run has planned. */
  planned: Set<string>;
  /** Why one side has refused an opt-out, by member id: such a member is counted as failed, once. */
  refused: Map<string, { code: string; message: string }>;
}

export function openTally(): RunTally {
  return {
    totals: emptyTotals(),
    failures: [],
    warnings: [],
    skipped: {},
    plan: [],
    consented: new Set(),
    planned: new Set(),
    refused: new Map(),
  };
}

export function tallySkip(tally: RunTally, reason: string): void {
  tally.totals.skipped += 1;
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
}

export function tallyFailure(tally: RunTally, failure: Failure): void {
  tally.totals.failed += 1;
  tally.failures.push(failure);
}

/** The one outcome of a member whose data came to this, with what consent has come to before. */
export function outcomeWithConsent<Outcome extends string>(
  { consented, refused }: RunTally,
  memberId: string | undefined,
  outcome: Outcome,
): Outcome | 'updated' | 'refused' {
  if (memberId === undefined) return outcome;
  if (refused.has(memberId)) return 'refused';
  const isChanged = consented.delete(memberId);
  return isChanged && outcome === 'unchanged' ? 'updated' : outcome;
}

/** Counts those of whom nothing but the consent was dealt with. */
export function countConsented({ totals, consented }: RunTally): void {
  totals.updated += consented.size;
  consented.clear();
}
