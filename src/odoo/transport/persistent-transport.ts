import { jitteredBackoffMs } from '../../support/backoff.js';
import type { Clock } from '../../support/clock.js';
import { BridgeError, TransientError, UnreachableError } from '../../support/errors.js';
import { retry, type FailedAttempt } from '../../support/retry.js';
import { freePass, freely, type AskWrite } from '../../support/write-gate.js';
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

/** Repeats what can be repeated without doing anything twice, and says so when that can't be known. */
export function persistentTransport(
  link: HttpLink,
  wire: Wire,
  persistence: Persistence,
  { askWrite = freely, ...deps }: PersistenceDeps & { askWrite?: AskWrite },
): OdooTransport {
  return {
    protocol: wire.protocol,
    get calls() {
      return link.calls;
    },
    call(call) {
      const pass = onlyReads(call.method) ? freePass : askWrite();
      return persist(
        () => pass().then(() => wire.send(call)),
        (failure) => typedError(failure, call),
        persistence,
        deps,
      );
    },
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
}

function persist<T>(
  attemptOnce: () => Promise<T>,
  typed: (failure: unknown) => unknown,
  persistence: Persistence,
  { clock, random }: PersistenceDeps,
): Promise<T> {
  const work = (): Promise<T> =>
    attemptOnce().catch((failure: unknown) => {
      throw typed(failure);
    });
  return retry(work, (failed) => (isWorthwhile(failed, persistence) ? pauseAfter(failed, random) : null), {
    clock,
  });
}

/** A few times for what passes; for an Odoo that is down, as long as a restart may take. */
function isWorthwhile({ error, attempt, waitedMs }: FailedAttempt, persistence: Persistence): boolean {
  if (!(error instanceof BridgeError) || !error.retryable || error.code === 'odoo.outcome_unknown')
    return false;
  const isDown = error instanceof UnreachableError || error.code === 'odoo.unavailable';
  return attempt < persistence.attempts || (isDown && waitedMs < persistence.reconnectMs);
}

function pauseAfter({ attempt }: FailedAttempt, random: () => number): number {
  return Math.max(shortestPauseMs, jitteredBackoffMs(attempt, pause, random));
}

/** The same persistence for what isn't a method call: the version, the login. Nothing there changes anything. */
export function persistReading<T>(
  attemptOnce: () => Promise<T>,
  persistence: Persistence,
  deps: PersistenceDeps,
): Promise<T> {
  const reading = { model: '', method: 'read' };
  return persist(attemptOnce, (failure) => typedError(failure, reading), persistence, deps);
}

/** What the failure of an attempt means for the call; where Odoo has answered, it has undone the call. */
function typedError(failure: unknown, call: OdooCall): unknown {
  if (!(failure instanceof WireFailure)) return failure;
  const { trace, code, message, hint } = failure;
  if (trace === 'not-sent') return new UnreachableError(message, { code, ...(hint ? { hint } : {}) });
  if (trace === 'unknown' && !onlyReads(call.method)) return outcomeUnknown(failure, call);
  return new TransientError(message, {
    code,
    hint: 'Try again; if it stays, look at the Odoo server and any proxy before it.',
  });
}

function outcomeUnknown(failure: WireFailure, call: OdooCall): TransientError {
  return new TransientError(`${failure.message}, while ${call.method} of ${call.model} was under way`, {
    code: 'odoo.outcome_unknown',
    hint: 'Odoo may have done it: what is there has to be read again before it is repeated.',
  });
}
