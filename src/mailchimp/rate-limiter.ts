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
  const starts = createStarts();
  return {
    async schedule(call) {
      try {
        const answer = await limiter.schedule({ expiration: expirationMs }, () => {
          starts.tell();
          return call();
        });
        // Whoever waits for this connection gets it before this answer is worked on. Bottleneck starts a waiting call
        // some turns of the timer after another has ended, however long those take.
        if (limiter.queued() > 0) await starts.next();
        return answer;
      } catch (error) {
        if (error instanceof Bottleneck.BottleneckError) throw timeoutError();
        throw error;
      }
    },
  };
}

/** Tells those who wait for it that a call has started. */
function createStarts(): { tell(): void; next(): Promise<void> } {
  let waiting: (() => void)[] = [];
  return {
    tell() {
      const told = waiting;
      waiting = [];
      for (const resolve of told) resolve();
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
