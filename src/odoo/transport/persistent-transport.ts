import { backoffMs } from '../../support/backoff.js';
import type { Clock } from '../../support/clock.js';
import { BridgeError, TransientError, UnreachableError } from '../../support/errors.js';
import type { HttpLink } from './http-link.js';
import { onlyReads } from './method-effect.js';
import type { OdooCall, OdooTransport } from './odoo-transport.js';
import { type Wire, WireFailure } from './wire.js';

export interface Persistence {
  /** Attempts for a failure that passes. */
  attempts: number;
  /** How long an Odoo that is down (a restart in the middle of a run) is waited for, in milliseconds. */
  reconnectMs: number;
}

export interface PersistenceDeps {
  clock: Clock;
  random: () => number;
}

const pause = { baseMs: 500, capMs: 8_000 };
const shortestPauseMs = 100;

interface Verdict {
  error: unknown;
  again: 'never' | 'few-times' | 'while-down';
}

/** Repeats what can be repeated without doing anything twice, and says so when that can't be known. */
export function persistentTransport(
  link: HttpLink,
  wire: Wire,
  persistence: Persistence,
  deps: PersistenceDeps,
): OdooTransport {
  return {
    protocol: wire.protocol,
    get calls() {
      return link.calls;
    },
    call: (call) =>
      persist(
        () => wire.send(call),
        (failure) => judge(failure, call),
        persistence,
        deps,
      ),
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
}

async function persist<T>(
  attemptOnce: () => Promise<T>,
  verdictOn: (failure: unknown) => Verdict,
  persistence: Persistence,
  { clock, random }: PersistenceDeps,
): Promise<T> {
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce();
    } catch (failure) {
      const { error, again } = verdictOn(failure);
      const stillDown = again === 'while-down' && waitedMs < persistence.reconnectMs;
      if (again === 'never' || (attempt >= persistence.attempts && !stillDown)) throw error;
      const pauseMs = Math.max(shortestPauseMs, backoffMs(attempt, pause, random));
      waitedMs += pauseMs;
      await clock.sleep(pauseMs);
    }
  }
}

/** The same persistence for what isn't a method call: the version, the login. Nothing there changes anything. */
export function persistReading<T>(
  attemptOnce: () => Promise<T>,
  persistence: Persistence,
  deps: PersistenceDeps,
): Promise<T> {
  return persist(attemptOnce, (failure) => judge(failure, { model: '', method: 'read' }), persistence, deps);
}

function judge(failure: unknown, call: OdooCall): Verdict {
  if (failure instanceof WireFailure) return judgeWireFailure(failure, call);
  // Odoo has answered and rolled back.
  const passes =
    failure instanceof BridgeError && failure.retryable && failure.code !== 'odoo.outcome_unknown';
  return { error: failure, again: passes ? 'few-times' : 'never' };
}

function judgeWireFailure(failure: WireFailure, call: OdooCall): Verdict {
  const { trace, code, message, hint } = failure;
  if (trace === 'not-sent') {
    return { error: new UnreachableError(message, { code, ...(hint ? { hint } : {}) }), again: 'while-down' };
  }
  if (trace === 'unknown' && !onlyReads(call.method))
    return { error: outcomeUnknown(failure, call), again: 'never' };
  const error = new TransientError(message, {
    code,
    hint: 'Try again; if it stays, look at the Odoo server and any proxy before it.',
  });
  return { error, again: code === 'odoo.unavailable' ? 'while-down' : 'few-times' };
}

function outcomeUnknown(failure: WireFailure, call: OdooCall): TransientError {
  return new TransientError(`${failure.message}, while ${call.method} of ${call.model} was under way`, {
    code: 'odoo.outcome_unknown',
    hint: 'Odoo may have done it: what is there has to be read again before it is repeated.',
  });
}
