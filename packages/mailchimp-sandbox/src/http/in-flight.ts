import type { World } from '../model/world.js';
import { Problem } from './problem.js';
import { rawAnswers } from './raw-answer.js';

/** Counts the calls under way per user, and refuses the one too many (API §8.1). */
export class InFlight {
  readonly #perKey = new Map<string, number>();

  constructor(private readonly world: World) {}

  /** Takes a connection and gives the function that frees it; throws the refusal when none is left. */
  enter(apiKey: string): () => void {
    const { knobs, requests } = this.world;
    const key = knobs.connections_per === 'account' ? '' : apiKey;
    const now = (this.#perKey.get(key) ?? 0) + 1;
    if (now > knobs.max_connections) {
      requests.reject();
      throw refusal(knobs.limit_response, knobs.max_connections);
    }
    this.#perKey.set(key, now);
    requests.inFlight(now);
    return () => this.#leave(key);
  }

  #leave(key: string): void {
    const left = (this.#perKey.get(key) ?? 1) - 1;
    if (left === 0) this.#perKey.delete(key);
    else this.#perKey.set(key, left);
  }
}

function refusal(form: string, limit: number): Error {
  if (form === 'empty_429') return rawAnswers.empty(429);
  if (form === 'empty_403') return rawAnswers.empty(403);
  return new Problem({
    status: 429,
    title: 'Too Many Requests',
    detail: `You have exceeded the limit of ${limit} simultaneous connections.`,
  });
}
