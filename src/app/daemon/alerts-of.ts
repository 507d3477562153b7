import type { WatchDeps } from '../alerts/watch-sync.js';
import type { ServedAccount } from './served-account.js';

/** What is needed to tell of the account's state; what keeps an alert back is logged. */
export function alertsOf({ config, store, clock, context, logger, stopping }: ServedAccount): WatchDeps {
  return {
    ...{ config, store, clock, signal: stopping },
    odoo: async () => (await context(stopping)).odoo,
    warn: (text) => logger.error(text),
  };
}
