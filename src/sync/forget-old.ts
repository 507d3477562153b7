import type { SyncContext } from './sync-context.js';

const day = 24 * 60 * 60_000;

/** MailChimp delivers again for 75 minutes (mailchimp-api §10.3); a week is for people who want to know. */
const keepDone = 7 * day;
const keepQuarantined = 90 * day;
const keepRuns = 365 * day;

/** Forgets what nobody will ask for any more, so that the store doesn't grow for ever. */
export async function forgetOld({ store, clock }: Pick<SyncContext, 'store' | 'clock'>): Promise<void> {
  const before = (age: number): Date => new Date(clock.now().getTime() - age);
  await store.inbox.prune({ done: before(keepDone), quarantined: before(keepQuarantined) });
  await store.runs.prune(before(keepRuns));
}
