import type { Clock } from '../../../src/support/clock.js';
import { openEventWork, type EventWork } from './event-work.js';
import type { World } from './open-world.js';
import { WebhookEar } from './webhook-ear.js';

/** Takes the sandbox's webhooks, and works on them when a test says so. */
export interface EventDesk extends EventWork {
  /** What MailChimp has told since it was last asked: forms, in the order they came. */
  told(): Promise<string[]>;
  /** Works on all that MailChimp has told. */
  settle(): Promise<string[]>;
}

export async function openEventDesk(world: World, clock?: Clock): Promise<EventDesk> {
  const ear = await WebhookEar.open(world);
  const work = await openEventWork(world, clock === undefined ? {} : { clock });
  const close = async (): Promise<void> => {
    await work.close();
    await ear.close();
  };
  return {
    ...work,
    told: () => ear.told(),
    async settle() {
      await work.take(...(await ear.told()));
      return work.work();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
