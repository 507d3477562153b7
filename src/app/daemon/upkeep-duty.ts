import { createBell } from '../../support/bell.js';
import type { Duty } from './duty.js';
import type { ServedAccount } from './served-account.js';

const hour = 60 * 60_000;
const day = 24 * hour;

/** MailChimp delivers again for 75 minutes (mailchimp-api §10.3); a week is for people who want to know. */
const keepDone = 7 * day;
const keepQuarantined = 90 * day;
const keepRuns = 365 * day;

/** Forgets what nobody will ask for any more, so that the store doesn't grow for ever. */
export function upkeepDuty({ store, clock }: ServedAccount): Duty {
  const before = (age: number): Date => new Date(clock.now().getTime() - age);
  return {
    name: 'upkeep',
    bell: createBell(),
    async step() {
      await store.inbox.prune({ done: before(keepDone), quarantined: before(keepQuarantined) });
      await store.runs.prune(before(keepRuns));
      return hour;
    },
  };
}
