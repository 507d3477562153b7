import Bottleneck from 'bottleneck';
import { timeoutError } from './network-error.js';

export interface RateLimiter {
  /** Runs `call` when there is a connection for it; never more of them at once than allowed. */
  schedule<T>(call: () => Promise<T>): Promise<T>;
}

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
        return await limiter.schedule({ expiration: expirationMs }, call);
      } catch (error) {
        if (error instanceof Bottleneck.BottleneckError) throw timeoutError();
        throw error;
      }
    },
  };
}
