import { setTimeout as delay } from 'node:timers/promises';
import { crowd } from './crowd.js';

export interface Throwing {
  emails: readonly string[];
  /** How many things are done; each is told by an event, a changed address by two. */
  acts: number;
  perSecond: number;
  seed: number;
  /** Lets somebody do something in MailChimp. */
  act(email: string, action: string, more: object): Promise<void>;
  /** At these shares of it all (0 to 1), in order. */
  moments?: readonly { share: number; happens: () => Promise<void> }[];
}

/** Lets people do things in MailChimp at a steady rate. */
export async function throwEvents(throwing: Throwing): Promise<void> {
  const { emails, acts, perSecond, seed, act, moments = [] } = throwing;
  const people = crowd(emails, seed);
  const started = performance.now();
  const under = new Set<Promise<void>>();
  let happening = Promise.resolve();
  const left = [...moments];
  for (let begun = 0; begun < acts;) {
    const [moment] = left;
    if (moment !== undefined && begun >= moment.share * acts) {
      left.shift();
      // One after the other, however long each takes.
      happening = happening.then(moment.happens);
    }
    const isDue = begun < ((performance.now() - started) / 1000) * perSecond;
    const next = isDue && under.size < mostAtOnce ? people.next() : null;
    if (next === null) {
      await delay(2);
      continue;
    }
    begun += 1;
    const acting = act(next.email, next.action, next.more).finally(() => next.done());
    under.add(acting);
    void acting.finally(() => under.delete(acting)).catch(() => undefined);
  }
  await Promise.all([...under, happening]);
}

const mostAtOnce = 50;
