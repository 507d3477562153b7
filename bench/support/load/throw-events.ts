import { setTimeout as delay } from 'node:timers/promises';
import { crowd } from './crowd.js';
import type { Relay } from './relay.js';

export interface Throwing {
  emails: readonly string[];
  /** How many are to be told. */
  events: number;
  perSecond: number;
  seed: number;
  relay: Pick<Relay, 'taken'>;
  /** Lets somebody do something in MailChimp. */
  act(email: string, action: string, more: object): Promise<void>;
  /** At these shares of all events (0 to 1), in order. */
  moments?: readonly { share: number; happens: () => Promise<void> }[];
}

/** Lets people do things in MailChimp at a steady rate until so many events have been told. */
export async function throwEvents(throwing: Throwing): Promise<void> {
  const { emails, events, perSecond, seed, relay, act, moments = [] } = throwing;
  const people = crowd(emails, seed);
  const started = performance.now();
  const under = new Set<Promise<void>>();
  let happening = Promise.resolve();
  const left = [...moments];
  for (let acts = 0; relay.taken < events;) {
    const [moment] = left;
    if (moment !== undefined && relay.taken >= moment.share * events) {
      left.shift();
      // One after the other, however long each takes.
      happening = happening.then(moment.happens);
    }
    const isDue = acts < ((performance.now() - started) / 1000) * perSecond;
    const next = isDue && under.size < mostAtOnce ? people.next() : null;
    if (next === null) {
      await delay(2);
      continue;
    }
    acts += 1;
    const acting = act(next.email, next.action, next.more).finally(() => next.done());
    under.add(acting);
    void acting.finally(() => under.delete(acting)).catch(() => undefined);
  }
  await Promise.all([...under, happening]);
}

const mostAtOnce = 50;
