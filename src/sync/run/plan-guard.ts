import { OperatorError } from '../../support/errors.js';
import type { PlannedChange } from './run-summary.js';
import { changeKey } from '../plan/plan-file.js';

/** Lets through what was planned and nothing else (B29). What it keeps back is due in the next run: no mark moves beyond it (B53). */
export interface PlanGuard {
  /** Whether all of these are planned; if so they count as done. */
  admit(changes: readonly PlannedChange[]): boolean;
  /** @throws OperatorError `plan.moved` when some of the plan was not done */
  complete(): void;
}

export function planGuard(audience: string, changes: readonly PlannedChange[]): PlanGuard {
  const left = new Map<string, number>();
  for (const change of changes) left.set(changeKey(change), (left.get(changeKey(change)) ?? 0) + 1);
  return {
    admit(wanted) {
      const keys = wanted.map(changeKey);
      if (!keys.every((key) => (left.get(key) ?? 0) > 0)) return false;
      for (const key of keys) left.set(key, (left.get(key) ?? 0) - 1);
      return true;
    },
    complete() {
      const undone = [...left.values()].reduce((sum, count) => sum + count, 0);
      if (undone > 0)
        throw moved(audience, `${undone} of ${changes.length} changes could not be made as planned`);
    },
  };
}

export function moved(audience: string, what: string): OperatorError {
  return new OperatorError(`Audience ${audience} has moved since the plan was made: ${what}`, {
    code: 'plan.moved',
    hint: 'Make a new plan with --plan FILE and look at it.',
  });
}
