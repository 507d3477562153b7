import { describe, expect, it } from '@jest/globals';
import { createRateLimiter } from '../../src/mailchimp/rate-limiter.js';

describe('createRateLimiter', () => {
  it('never runs more calls at once than there are connections', async () => {
    const limiter = createRateLimiter(3, 10_000);
    let running = 0;
    let most = 0;
    let proceed: () => void = () => undefined;
    const full = new Promise<void>((resolve) => (proceed = resolve));
    const call = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      // Once three are under way, a fourth has time to turn up before any of them ends.
      if (running === 3) setTimeout(proceed, 50);
      await full;
      running -= 1;
    };

    await Promise.all(Array.from({ length: 12 }, () => limiter.schedule(call)));

    expect(most).toBe(3);
  });

  it('gives the place of a call that never ends to the next one', async () => {
    const limiter = createRateLimiter(1, 20);

    const stuck = limiter.schedule(() => new Promise(() => undefined));
    const next = limiter.schedule(() => Promise.resolve('next'));

    await expect(stuck).rejects.toMatchObject({ code: 'mailchimp.timeout', retryable: true });
    await expect(next).resolves.toBe('next');
  });

  it('gives a connection to the call that waits for it before the answer is handed on', async () => {
    const limiter = createRateLimiter(1, 10_000);
    const order: string[] = [];

    const first = limiter
      .schedule(() => Promise.resolve(order.push('first is sent')))
      .then(() => order.push('first is worked on'));
    const second = limiter.schedule(async () => {
      order.push('second is sent');
      await first;
    });
    await second;

    expect(order).toEqual(['first is sent', 'second is sent', 'first is worked on']);
  });

  it('hands on the failure of a call as it is', async () => {
    const failure = new Error('as it is');

    await expect(createRateLimiter(1, 1_000).schedule(() => Promise.reject(failure))).rejects.toBe(failure);
  });
});
