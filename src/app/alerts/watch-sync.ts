import type { Store } from '../../store/store.js';
import { BridgeError, BusyError } from '../../support/errors.js';
import type { SyncResult } from '../../sync/sync-account.js';
import { toMinute } from '../../support/utc-text.js';
import type { Problem } from './alert-state.js';
import { tellAlerts, type AlertDeps, type Observation } from './tell-alerts.js';

export interface WatchDeps extends AlertDeps {
  store: Pick<Store, 'alertStates' | 'audiences' | 'runs'>;
  /** Takes what kept an alert back. */
  warn(text: string): void;
  signal: AbortSignal;
}

/** A sync whose outcome is told where alerts are to go: what has stopped an audience, or the whole account (B65). */
export async function watchSync(
  deps: WatchDeps,
  audiences: readonly string[],
  work: () => Promise<SyncResult>,
): Promise<SyncResult> {
  if (deps.config.alerts === undefined) return work();
  const result = await work().catch(async (error: unknown) => {
    if (!isOwnDoing(error, deps.signal)) await tell(deps, [ofAccount(deps, problemOf(error))]);
    throw error;
  });
  await tell(deps, await observations(deps, audiences, result));
  return result;
}

/** Stopped by whoever runs it, or another run holds the account: nothing is wrong with it. */
const isOwnDoing = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted || error instanceof BusyError;

const ofAccount = ({ config }: WatchDeps, problem: Problem | null): Observation => ({
  ...{ subject: 'account', name: `Account ${config.account}`, problem },
});

async function observations(
  deps: WatchDeps,
  audiences: readonly string[],
  { stoppedAudiences, stopped }: SyncResult,
): Promise<Observation[]> {
  const ofAudiences = audiences.map(async (id): Promise<Observation> => {
    const name = (await deps.store.audiences.get(id))?.name ?? id;
    const error = stoppedAudiences.get(id);
    return { subject: id, name: `Audience ${name}`, problem: error === undefined ? null : problemOf(error) };
  });
  const known = new Set(stoppedAudiences.values());
  const other = stopped.find((error) => !known.has(error));
  const account = ofAccount(deps, other === undefined ? null : problemOf(other));
  return [account, ofRuns(null), ...(await Promise.all(ofAudiences))];
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof BridgeError)) {
    const hint = 'Run the same command with LOG_LEVEL=debug, and report what it says.';
    return { code: 'internal', message: 'A fault of the bridge', hint, mayPass: false };
  }
  const { code, message, hint = null, retryable } = error;
  return { code, message, hint, mayPass: retryable };
}

const ofRuns = (problem: Problem | null): Observation => ({ subject: 'runs', name: 'The account', problem });

const hourMs = 60 * 60_000;
const looked = 500;

/** A sync that never happens any more is told by what stays up (B65). With a schedule serve makes it itself. */
export async function watchRuns(deps: WatchDeps): Promise<void> {
  if (deps.config.alerts === undefined || deps.config.schedule !== undefined) return;
  const runs = (await deps.store.runs.list(looked)).filter(({ command }) => command === 'sync');
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const [last] = starts;
  if (last === undefined) return;
  const problem: Problem = {
    code: 'sync.overdue',
    message: `no sync has run since ${toMinute(new Date(last).toISOString())} UTC`,
    hint: 'Look at cron, or give the account a schedule: in its file.',
    mayPass: false,
  };
  const isLate = isOverdue(starts, deps.clock.now().getTime());
  await tell(deps, [ofRuns(isLate ? problem : null)]);
}

/**
 * A day and an hour after the last one, or a quarter more than the longest pause there has been between two of them.
 * @param starts of syncs, newest first; in ms since 1970, as `now`
 */
export function isOverdue(starts: readonly number[], now: number): boolean {
  const [last] = starts;
  if (last === undefined) return false;
  const pauses = starts.slice(1).map((start, index) => (starts[index] ?? start) - start);
  return now - last > Math.max(25 * hourMs, 1.25 * Math.max(0, ...pauses));
}

async function tell(deps: WatchDeps, observed: readonly Observation[]): Promise<void> {
  for (const warning of await tellAlerts(deps, observed)) deps.warn(`An alert was held up: ${warning}`);
}
