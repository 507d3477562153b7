import type { World } from '../model/world.js';
import { catalogued, errorNamed } from './error-catalogue.js';
import { rawAnswers } from './raw-answer.js';

/** The failure this call is to meet, if any: asked for by header, or drawn by `fail_rate`. */
export function drawTrouble(world: World, headers: Headers): (() => Promise<never>) | undefined {
  const asked = headers.get('x-trigger-error');
  const named = asked === null ? undefined : errorNamed(asked);
  if (named) return () => Promise.reject(named);
  const { fail_rate: rate } = world.knobs;
  if (rate === 0 || world.random() >= rate) return undefined;
  return async () => {
    throw await injected(world);
  };
}

async function injected(world: World): Promise<Error> {
  switch (world.knobs.fail_with) {
    case '429':
      return catalogued('TooManyRequests');
    case '502_html':
      return rawAnswers.badGateway();
    case '503_html':
      return rawAnswers.blocked();
    case 'timeout':
      await world.clock.sleep(world.knobs.timeout_ms, world.closing.signal);
      return rawAnswers.badGateway();
    default:
      return catalogued('InternalServerError');
  }
}

/** Lets the time of the latency model pass; longer than the time-out ends in the CDN's page. */
export async function letTimePass(world: World, members: number): Promise<void> {
  const { latency_ms: base, latency_per_member_ms: perMember, timeout_ms: limit } = world.knobs;
  const wanted = base + perMember * members;
  if (wanted > 0) await world.clock.sleep(Math.min(wanted, limit), world.closing.signal);
  if (wanted > limit) throw rawAnswers.badGateway();
}
