import type { InboxEvent, NewInboxEvent } from '../../store/inbox-event.js';
import { foldEvents } from '../../sync/events/fold-events.js';
import type { EventResult } from '../../sync/events/import-people.js';
import { type EventsDone, processEvents } from '../../sync/events/process-events.js';
import { failureScope } from '../../sync/events/failure-scope.js';
import type { Worker } from './worker.js';
import type { ServedAccount } from './served-account.js';
import type { Clock } from '../../support/clock.js';
import { openAudience } from '../../sync/run/open-audience.js';
import type { OpenAudience } from '../../sync/run/audience-run.js';
import type { AudienceConfig, SyncContext } from '../../sync/sync-context.js';
import type { AccountConfig } from '../../config/account-config.js';
import type { ReceivedEvent, Receiver } from '../../server/receiver.js';
import type { Store } from '../../store/store.js';
import { groupCalls } from '../../support/group-calls.js';
import { pokeToken } from '../poke-token.js';
import { signingKeys } from '../signing-keys.js';

/** One piece of work: Odoo's part costs the same calls for one person as for these. */
const peopleAtOnce = 100;
const eventsAtOnce = 500;
/** Another process may release an event from quarantine. */
const idleMs = 5_000;

/** Works on the events of the inbox as they come (B31). */
export function eventWorker(account: ServedAccount): Worker {
  const { store, queue } = account;
  const open = openedOnce(account.clock);
  let people = peopleAtOnce;
  const work = async (signal: AbortSignal): Promise<EventsDone> => {
    const context = await account.context(signal);
    const due = foldEvents(await store.inbox.due(eventsAtOnce));
    const events = due.slice(0, people).flat();
    return processEvents({ ...context, open: (audience) => open(context, audience) }, events);
  };
  return {
    name: 'events',
    wakeSignal: account.eventWakeSignal,
    async step() {
      if ((await store.inbox.due(1)).length === 0) return untilDue(account);
      try {
        tell(account, await queue.short(work));
        people = peopleAtOnce;
        return 0;
      } catch (error) {
        // Odoo stumbled: one by one, whoever it stumbles over will be found.
        if (failureScope(error) === 'some-person') people = 1;
        throw error;
      }
    },
  };
}

async function untilDue({ store, clock }: ServedAccount): Promise<number> {
  const next = await store.inbox.nextRetry();
  const ms = next === null ? idleMs : next.getTime() - clock.now().getTime();
  return Math.max(1, Math.min(idleMs, ms));
}

function tell(account: ServedAccount, { results, exportDue }: EventsDone): void {
  for (const result of results) {
    tellResult(account, result);
    if (result.event.audienceId !== null) account.countersDue.add(result.event.audienceId);
  }
  for (const { id } of exportDue) account.exportDue.add(id);
  if (exportDue.length > 0) account.odooWakeSignal.ring();
}

function tellResult({ config, clock, metrics, logger }: ServedAccount, result: EventResult): void {
  const { event, outcome, error, cause } = result;
  const lagSeconds = (clock.now().getTime() - Date.parse(event.receivedAt)) / 1000;
  metrics.eventProcessed({ account: config.account, type: event.type, outcome, lagSeconds });
  const about = { ...idsOf(event), outcome, lag: lagSeconds };
  if (error === null) logger.info(about, 'Event done');
  else logger.warn({ ...about, error, ...(cause === undefined ? {} : { err: cause }) }, 'Event failed');
}

function idsOf({ id, type, audienceId, email }: InboxEvent) {
  return { event: id, type, audience: audienceId, email };
}

/** What a run reads at its start (mapping, tags, mailing list) is good for the events of a minute. */
const goodMs = 60_000;

/** Audiences that are opened once for many events. */
function openedOnce(clock: Clock): (context: SyncContext, audience: AudienceConfig) => Promise<OpenAudience> {
  const kept = new Map<string, { open: OpenAudience; until: number }>();
  return async (context, audience) => {
    const known = kept.get(audience.id);
    const now = clock.now().getTime();
    // Another session may be another Odoo.
    const isGood = known !== undefined && now < known.until && known.open.odoo === context.odoo;
    if (isGood) return { ...known.open, ...context };
    const open = await openAudience(context, audience, { dryRun: false });
    kept.set(audience.id, { open, until: now + goodMs });
    return open;
  };
}

/** Events that come in together share a commit, and so a wait for the disk. */
const mostAtOnce = 200;

/** Puts an account's events into its inbox; null when it has no webhooks. */
export function eventReceiver(
  config: AccountConfig,
  store: Store,
  { eventWakeSignal, jobWakeSignal }: Pick<ServedAccount, 'eventWakeSignal' | 'jobWakeSignal'>,
): Receiver | null {
  const { webhooks } = config;
  if (webhooks === undefined) return null;
  const tokens = [
    webhooks.token,
    ...(webhooks.previous_token === undefined ? [] : [webhooks.previous_token]),
  ];
  const keep = groupCalls((events: readonly ReceivedEvent[]) => keepAll(store, events), mostAtOnce);
  return {
    account: config.account,
    tokens,
    pokeTokens: tokens.map(pokeToken),
    prefix: webhooks.prefix ?? null,
    trustProxy: webhooks.trust_proxy,
    signingKeys: signingKeys(config),
    async keep(event) {
      const isNew = await keep(event);
      // One that is known may have been opened again.
      eventWakeSignal.ring();
      return isNew;
    },
    poke: () => jobWakeSignal.ring(),
  };
}

async function keepAll(store: Store, events: readonly ReceivedEvent[]): Promise<boolean[]> {
  const added = new Set(await store.inbox.add(events.map(inboxEvent)));
  // Of a delivery that came twice the first one is new.
  return events.map(({ key }) => added.delete(key));
}

function inboxEvent({ isMemberEvent, ...event }: ReceivedEvent): NewInboxEvent {
  return { ...event, outcome: isMemberEvent ? null : 'not_used' };
}
