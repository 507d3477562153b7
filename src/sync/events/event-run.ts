import type { Store } from '../../store/store.js';
import type { OpenAudience, RunJournal } from '../run/audience-run.js';
import type { Totals } from '../run/run-summary.js';

export const eventCommand = 'webhooks';

const hourMs = 60 * 60_000;

/** Where what events do is written down: one run for each hour in which they do something. */
export function eventJournal(open: OpenAudience): RunJournal {
  return {
    runNumber: (store) => eventRunId(open, store),
    async append(store, rows) {
      if (rows.length > 0) await store.journal.append(await eventRunId(open, store), rows);
    },
  };
}

async function eventRunId({ audience, clock }: OpenAudience, store: Pick<Store, 'runs'>): Promise<number> {
  const last = await store.runs.last(eventCommand, audience.id);
  const age = last === null ? Infinity : clock.now().getTime() - Date.parse(last.startedAt);
  if (last !== null && age < hourMs) return last.id;
  return store.runs.start({ command: eventCommand, audienceId: audience.id, dryRun: false });
}

/** Adds what one more page of events came to. */
export async function countEvents(open: OpenAudience, store: Store, totals: Totals): Promise<void> {
  await eventRunId(open, store);
  const last = await store.runs.last(eventCommand, open.audience.id);
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
