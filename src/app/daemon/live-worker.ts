import { ConfigurationError, LoginError, OperatorError } from '../../support/errors.js';
import { liveChanges, noChanges } from '../../sync/live/live-changes.js';
import { liveUpdate } from '../../sync/live/live-update.js';
import type { AudienceConfig } from '../../sync/sync-context.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';
import { tellRun } from './tell-run.js';

/** What stands in the way of one audience is looked at again this often. */
const heldMs = 5 * 60_000;

/** Looks every `poll_interval` what has changed in Odoo, and brings it to MailChimp (B20, B25). */
export function liveWorker(account: ServedAccount): Worker {
  const { config, clock, logger, stopping } = account;
  const heldUntil = new Map<string, number>();
  return {
    name: 'live updates',
    wakeSignal: account.odooWakeSignal,
    async step() {
      for (const audience of config.audiences) {
        if (stopping.aborted || clock.now().getTime() < (heldUntil.get(audience.id) ?? 0)) continue;
        try {
          await update(account, audience);
        } catch (err) {
          if (!concernsOneAudience(err)) throw err;
          heldUntil.set(audience.id, clock.now().getTime() + heldMs);
          logger.error({ audience: audience.id, err }, 'Changes in Odoo can’t be brought to MailChimp');
        }
      }
      return config.poll_interval * 1000;
    },
  };
}

async function update(account: ServedAccount, audience: AudienceConfig): Promise<void> {
  const { exportDue, countersDue, queue, stopping } = account;
  const isDue = exportDue.has(audience.id);
  const changes = await liveChanges(await account.context(stopping), audience);
  if (changes === null && !isDue) return;
  const run = await queue.short(async (signal) =>
    liveUpdate(await account.context(signal), audience, changes ?? noChanges),
  );
  exportDue.delete(audience.id);
  countersDue.add(audience.id);
  tellRun(account, run);
}

function concernsOneAudience(error: unknown): boolean {
  return (
    (error instanceof ConfigurationError && !(error instanceof LoginError)) || error instanceof OperatorError
  );
}
