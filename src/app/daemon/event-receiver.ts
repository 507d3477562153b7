import type { AccountConfig } from '../../config/account-config.js';
import type { ReceivedEvent, Receiver } from '../../server/receiver.js';
import type { Store } from '../../store/store.js';
import type { NewInboxEvent } from '../../store/inbox-event.js';
import type { Bell } from '../../support/bell.js';
import { groupCalls } from '../../support/group-calls.js';
import { signingKeys } from '../signing-keys.js';

/** Events that come in together share a commit, and so a wait for the disk. */
const mostAtOnce = 200;

/** Puts an account's events into its inbox; null when it has no webhooks. */
export function eventReceiver(config: AccountConfig, store: Store, bell: Bell): Receiver | null {
  const { webhooks } = config;
  if (webhooks === undefined) return null;
  const keep = groupCalls((events: readonly ReceivedEvent[]) => keepAll(store, events), mostAtOnce);
  return {
    account: config.account,
    tokens: [webhooks.token, ...(webhooks.previous_token === undefined ? [] : [webhooks.previous_token])],
    prefix: webhooks.prefix ?? null,
    signingKeys: signingKeys(config),
    async keep(event) {
      const isNew = await keep(event);
      // One that is known may have been opened again.
      bell.ring();
      return isNew;
    },
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
