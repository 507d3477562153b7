import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../support/secret.js';
import type { Receiver } from './receiver.js';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whose token it is. All of them are compared, each in the same time, so that the time taken tells nothing of how near a
 * wrong one was (B30).
 */
export function receiverFinder(
  receivers: readonly Receiver[],
  tokensOf: (receiver: Receiver) => readonly Secret[],
): (token: string) => Receiver | null {
  const known = receivers.flatMap((receiver) =>
    tokensOf(receiver).map((token) => ({ receiver, digest: digestOf(token.reveal()) })),
  );
  return (token) => {
    const given = digestOf(token);
    const [found] = known.filter(({ digest }) => timingSafeEqual(digest, given));
    return found?.receiver ?? null;
  };
}
