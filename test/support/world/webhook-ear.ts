import { WebhookReceiver } from '../../../packages/mailchimp-sandbox/test/webhook-receiver.js';
import type { World } from './open-world.js';

const types = ['subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail'];

/** Hears what MailChimp tells of the world's audience; what the bridge does itself it is not told of (B34). */
export class WebhookEar {
  private constructor(
    private readonly world: World,
    private readonly receiver: WebhookReceiver,
  ) {}

  static async open(world: World): Promise<WebhookEar> {
    const receiver = await WebhookReceiver.start();
    const all = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]));
    await world.mailchimp.api('POST', `/lists/${world.audienceId}/webhooks`, {
      url: receiver.url,
      events: all(types),
      sources: all(['user', 'admin']),
    });
    return new WebhookEar(world, receiver);
  }

  /** What MailChimp has told since it was last asked: forms, in the order they came. */
  async told(): Promise<string[]> {
    await this.world.mailchimp.control('POST', '/deliveries/settle');
    return this.receiver.received.splice(0).map(({ raw }) => raw);
  }

  close(): Promise<void> {
    return this.receiver.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
