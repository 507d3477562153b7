import type { RunSummary } from '../../sync/run/run-summary.js';
import type { ServedAccount } from './served-account.js';

/** Counts a run that has ended, and writes it into the operation log. */
export function tellRun({ config, metrics, logger }: ServedAccount, run: RunSummary): void {
  const { command, audience, totals, seconds, api_calls: calls } = run;
  const outcome = totals.failed > 0 ? 'some_failed' : 'done';
  metrics.runFinished({ account: config.account, command, outcome, seconds });
  const isNothing = totals.created + totals.updated + totals.failed === 0;
  logger[isNothing ? 'debug' : 'info']({ command, audience, totals, seconds, calls }, 'Run done');
  for (const failure of run.failures) logger.warn({ command, audience, failure }, 'Record refused');
}
