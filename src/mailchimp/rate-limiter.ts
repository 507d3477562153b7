import { setTimeout } from 'node:timers/promises';
import Bottleneck from 'bottleneck';
import { timeoutError } from './network-error.js';

export interface RateLimiter {
  /** Runs `call` when there is a connection for it; never more of them at once than allowed. */
  schedule<T>(call: () => Promise<T>): Promise<T>;
}

/** Bottleneck starts a call that waits some turns of the timer, of 1 ms each, after another has ended. */
const startMs = 5;

/**
 * MailChimp allows ten simultaneous connections per user, shared by every program of theirs (mailchimp-api §8.1).
 * @param expirationMs a call that never ends gives its place back after this long
 * @throws TransientError `mailchimp.timeout` when it does
 */
export function createRateLimiter(maxConnections: number, expirationMs: number): RateLimiter {
  const limiter = new Bottleneck({ maxConcurrent: maxConnections });
  return {
    async schedule(call) {
      try {
        const answer = await limiter.schedule({ expiration: expirationMs }, call);
        // Whoever waits for this connection gets it before this answer is worked on.
        if (limiter.queued() > 0) await setTimeout(startMs);
        return answer;
      } catch (error) {
        if (error instanceof Bottleneck.BottleneckError) throw timeoutError();
        throw error;
      }
    },
  };
}
