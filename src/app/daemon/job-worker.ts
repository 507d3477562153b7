import { jobPoll } from '../jobs/poll-jobs.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';

/** Whoever has clicked in Odoo looks at the screen (B38). */
const pollMs = 2_000;

/** Does what people ask for in Odoo, within seconds; at once when Odoo says that there is something (B38). */
export function jobWorker(account: ServedAccount): Worker {
  const poll = jobPoll({
    context: () => account.context(account.stopping),
    locked: (work) => account.queue.short(async (signal) => work(await account.context(signal))),
  });
  return {
    name: 'jobs from Odoo',
    wakeSignal: account.jobWakeSignal,
    async step() {
      const done = await poll();
      if (done > 0) account.logger.info({ jobs: done }, 'Jobs from Odoo done');
      return pollMs;
    },
  };
}
