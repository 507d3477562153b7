import type { AudienceEvent } from '../model/audience-event.js';
import type { Webhook } from '../model/webhook.js';
import type { World } from '../model/world.js';
import type { Courier, Parcel } from './courier.js';
import { signDelivery } from './sign-delivery.js';
import { webhookForm } from './webhook-form.js';

/**
 * Turns events into deliveries for the webhooks that asked for them: one event per POST, in order unless the
 * knobs say otherwise.
 */
export class WebhookSender {
  /** First attempts of a webhook follow each other. */
  readonly #lanes = new Map<string, Promise<void>>();
  /** The parcel that lets the next one pass first. */
  readonly #held = new Map<string, Parcel>();

  constructor(
    private readonly world: World,
    private readonly courier: Courier,
  ) {
    world.events.subscribe((event) => this.#tell(event));
  }

  #tell(event: AudienceEvent): void {
    for (const webhook of event.audience.webhooks.values()) {
      if (webhook.disabled || !webhook.events[event.type] || !webhook.sources[event.source]) continue;
      const parcel = this.#parcel(event, webhook);
      this.#send(parcel);
      if (this.#draws(this.world.knobs.webhook_duplicate)) this.#send(parcel);
    }
  }

  #draws(share: number): boolean {
    return share > 0 && this.world.random() < share;
  }

  #parcel(event: AudienceEvent, webhook: Webhook): Parcel {
    const { world } = this;
    const { audience } = event;
    const body = webhookForm(event);
    const secret = webhook.secret;
    return {
      webhook: webhook.id,
      url: webhook.url,
      type: event.type,
      body,
      headers: () => ({
        ...(secret ? { 'X-Mailchimp-Signature': signDelivery(secret, body, world.now()) } : {}),
      }),
      wanted: () =>
        !webhook.disabled && world.audiences.get(audience.id)?.webhooks.get(webhook.id) === webhook,
      gone: () => {
        webhook.disabled = true;
      },
    };
  }

  /** A held parcel goes right after the one that overtakes it, or when nothing came for a while. */
  #send(parcel: Parcel): void {
    const held = this.#held.get(parcel.webhook);
    if (held) {
      this.#held.delete(parcel.webhook);
      this.#enqueue(parcel);
      this.#enqueue(held);
      this.courier.withdraw();
      return;
    }
    if (!this.#draws(this.world.knobs.webhook_reorder)) {
      this.#enqueue(parcel);
      return;
    }
    this.#held.set(parcel.webhook, parcel);
    this.courier.announce();
    void this.#releaseLater(parcel);
  }

  async #releaseLater(parcel: Parcel): Promise<void> {
    await this.#sleep(this.world.knobs.webhook_reorder_ms);
    if (this.#held.get(parcel.webhook) !== parcel) return;
    this.#held.delete(parcel.webhook);
    this.#enqueue(parcel);
    this.courier.withdraw();
  }

  #enqueue(parcel: Parcel): void {
    this.courier.announce();
    const before = this.#lanes.get(parcel.webhook) ?? Promise.resolve();
    const delay = this.#sleep(this.world.knobs.webhook_delay_ms);
    const sent = Promise.all([before, delay]).then(async () => {
      await this.courier.deliver(parcel);
      this.courier.withdraw();
    });
    this.#lanes.set(parcel.webhook, sent);
  }

  /** Wakes early, without complaint, when the sandbox closes. */
  async #sleep(ms: number): Promise<void> {
    if (ms <= 0) return;
    await this.world.clock.sleep(ms, this.world.closing.signal).catch(() => undefined);
  }
}
