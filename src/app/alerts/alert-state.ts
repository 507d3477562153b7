import type { AlertState } from '../../store/alert-states.js';

/** Why something is not kept in step. */
export interface Problem {
  /** Of the error. */
  code: string;
  message: string;
  hint: string | null;
  /** It may have passed by the next run: a server out of reach, a throttle. */
  mayPass: boolean;
}

export type Alert = 'failing' | 'working';

/** Runs in a row; what may pass is told when it has not passed by then. */
const patience = 2;

/**
 * What becomes of the state after a look, and what has to be told (B65): a change, and nothing that was told before.
 * Another problem than the one that was told is a change where a person has to do something else about it.
 * @param problem null when all is well
 */
export function nextState(
  known: AlertState | null,
  problem: Problem | null,
  now: string,
): { next: AlertState | null; alert: Alert | null } {
  if (problem === null) return { next: null, alert: (known?.told ?? null) === null ? null : 'working' };
  const { since, runs, told } = known ?? { since: now, runs: 0, told: null };
  const next = { since, runs: runs + 1, told };
  const isKnown = told !== null && (told === problem.code || problem.mayPass);
  const isDue = !problem.mayPass || next.runs >= patience;
  return { next, alert: isDue && !isKnown ? 'failing' : null };
}
