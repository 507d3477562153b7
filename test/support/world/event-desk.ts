import { createHash } from 'node:crypto';
import { mailchimpConnection } from '../../../src/app/connections.js';
import { openFace } from '../../../src/app/open-face.js';
import { createMailchimp } from '../../../src/mailchimp/create-mailchimp.js';
import { parseWebhookEvent } from '../../../src/mailchimp/webhook-event.js';
import { openStore } from '../../../src/store/open-store.js';
import type { NewInboxEvent } from '../../../src/store/inbox-event.js';
import type { Store } from '../../../src/store/store.js';
import { systemClock, type Clock } from '../../../src/support/clock.js';
import { once } from '../../../src/support/once.js';
import { openAudienceRun } from '../../../src/sync/audiences/audience-run.js';
import { processEvents, type EventsContext } from '../../../src/sync/events/process-events.js';
import { WebhookReceiver } from '../../sandbox/mailchimp/webhook-receiver.js';
import type { World } from './open-world.js';

/** Takes the sandbox's webhooks, and works on them when a test says so. */
export interface EventDesk {
  context: EventsContext;
  store: Store;
  /** What MailChimp has told since it was last asked: forms, in the order they came. */
  told(): Promise<string[]>;
  /** Puts forms into the inbox. */
  take(...forms: string[]): Promise<void>;
  /** Works on all that is due; outcomes by type. */
  work(): Promise<string[]>;
  /** Works on all that MailChimp has told. */
  settle(): Promise<string[]>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openEventDesk(world: World, clock: Clock = systemClock): Promise<EventDesk> {
  const receiver = await WebhookReceiver.start();
  const all = (...names: string[]) => Object.fromEntries(names.map((name) => [name, true]));
  await world.mailchimp.api('POST', `/lists/${world.audienceId}/webhooks`, {
    url: receiver.url,
    events: all('subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail'),
    sources: all('user', 'admin'),
  });
  const store = await openStore(world.config.store, { clock });
  const mailchimp = createMailchimp(mailchimpConnection(world.config), { clock });
  const servers = { config: world.config, odoo: world.odoo.session, mailchimp };
  const context: EventsContext = {
    ...{ ...servers, store, clock },
    face: once(() => openFace(servers)),
    progress: () => undefined,
    signal: new AbortController().signal,
    openRun: (audience) => openAudienceRun(context, audience, { dryRun: false, allowLarge: false }),
  };
  const desk: EventDesk = {
    context,
    store,
    async told() {
      await world.mailchimp.control('POST', '/deliveries/settle');
      return receiver.received.splice(0).map(({ raw }) => raw);
    },
    async take(...forms) {
      await store.inbox.add(forms.map(inboxEvent));
    },
    async work() {
      const { results } = await processEvents(context, await store.inbox.due(1000));
      return results.map(({ event, outcome }) => `${event.type}: ${outcome}`);
    },
    async settle() {
      await desk.take(...(await desk.told()));
      return desk.work();
    },
    async close() {
      await mailchimp.close();
      await store.close();
      await receiver.close();
    },
    [Symbol.asyncDispose]: () => desk.close(),
  };
  return desk;
}

export function inboxEvent(form: string): NewInboxEvent {
  const event = parseWebhookEvent(form);
  if (event === null) throw new Error(`no event: ${form}`);
  const { isMemberEvent, ...rest } = event;
  const key = createHash('sha256').update(form).digest('base64url');
  return { ...rest, key, outcome: isMemberEvent ? null : 'not_used' };
}
