import type { Store } from '../../store/store.js';
import type { Totals } from '../run-summary.js';
import type { AudienceRun } from '../sync-context.js';

export const eventCommand = 'webhooks';

const hourMs = 60 * 60_000;

/** The run that what events do is written down under: one for each hour in which they do something. */
export async function eventRunId({ store, audience, clock }: AudienceRun): Promise<number> {
  const last = await store.runs.last(eventCommand, audience.id);
  const age = last === null ? Infinity : clock.now().getTime() - Date.parse(last.startedAt);
  if (last !== null && age < hourMs) return last.id;
  return store.runs.start({ command: eventCommand, audienceId: audience.id, dryRun: false });
}

/** Adds what one more page of events came to. */
export async function countEvents(store: Store, audienceId: string, totals: Totals): Promise<void> {
  const last = await store.runs.last(eventCommand, audienceId);
  if (last === null) return;
  const sums = Object.entries(totals).map(([name, count]: [string, number]) => [
    name,
    count + (last.totals[name] ?? 0),
  ]);
  const end = {
    outcome: 'done',
    totals: Object.fromEntries(sums) as Record<string, number>,
    apiCalls: {},
  } as const;
  await store.runs.finish(last.id, end);
}
