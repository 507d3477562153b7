import type { AccountConfig } from '../../config/account-config.js';
import type { ReceivedEvent, Receiver } from '../../server/receiver.js';
import type { Store } from '../../store/store.js';
import type { NewInboxEvent } from '../../store/inbox-event.js';
import { groupCalls } from '../../support/group-calls.js';
import { pokeToken } from '../poke-token.js';
import { signingKeys } from '../signing-keys.js';
import type { ServedAccount } from './served-account.js';

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
