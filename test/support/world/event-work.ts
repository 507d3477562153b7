import { createHash } from 'node:crypto';
import { mailchimpConnection } from '../../../src/app/connections.js';
import { openAddon } from '../../../src/app/open-addon.js';
import { createMailchimp } from '../../../src/mailchimp/create-mailchimp.js';
import { parseWebhookEvent } from '../../../src/mailchimp/webhook-event.js';
import type { OdooSession } from '../../../src/odoo/connect.js';
import { openStore } from '../../../src/store/open-store.js';
import type { NewInboxEvent } from '../../../src/store/inbox-event.js';
import type { Store } from '../../../src/store/store.js';
import type { OpenHttp } from '../../../src/support/http/http-client.js';
import { systemClock, type Clock } from '../../../src/support/clock.js';
import { once } from '../../../src/support/once.js';
import { openAudience } from '../../../src/sync/run/open-audience.js';
import { processEvents, type EventsContext } from '../../../src/sync/events/process-events.js';
import type { World } from './open-world.js';

/** The part of `serve` that works on events, when a test says so. */
export interface EventWork {
  context: EventsContext;
  store: Store;
  /** Puts forms into the inbox. */
  take(...forms: string[]): Promise<void>;
  /** Works on all that is due; outcomes by type. */
  work(): Promise<string[]>;
  /** Asks it to stop, as SIGTERM does. */
  abort(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface EventWorkDeps {
  clock?: Clock;
  odoo?: OdooSession;
  openHttp?: OpenHttp;
}

export async function openEventWork(
  world: World,
  { clock = systemClock, odoo = world.odoo.session, ...way }: EventWorkDeps = {},
): Promise<EventWork> {
  const { config } = world;
  const store = await openStore(config.store, { clock });
  const mailchimp = createMailchimp(mailchimpConnection(config), { clock, ...way });
  const controller = new AbortController();
  const servers = { config, odoo, mailchimp };
  const context: EventsContext = {
    ...{ ...servers, store, clock },
    addon: once(() => openAddon(servers)),
    progress: () => undefined,
    signal: controller.signal,
    open: (audience) => openAudience(context, audience, { dryRun: false }),
  };
  const close = async (): Promise<void> => {
    await mailchimp.close();
    await store.close();
  };
  return {
    context,
    store,
    async take(...forms) {
      await store.inbox.add(forms.map(inboxEvent));
    },
    async work() {
      const { results } = await processEvents(context, await store.inbox.due(1000));
      return results.map(({ event, outcome }) => `${event.type}: ${outcome}`);
    },
    abort: () => controller.abort(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

export function inboxEvent(form: string): NewInboxEvent {
  const event = parseWebhookEvent(form);
  if (event === null) throw new Error(`no event: ${form}`);
  const { isMemberEvent, ...rest } = event;
  const key = createHash('sha256').update(form).digest('base64url');
  return { ...rest, key, outcome: isMemberEvent ? null : 'not_used' };
}
