import type { Clock } from '../support/clock.js';
import type { BridgeError } from '../support/errors.js';

/** Pages of a firewall in a row after which no call goes out for a while. */
const most = 3;
const shutMs = 5 * 60_000;

/** Keeps all calls of a client back while a firewall is seen to block it, for each one makes the block last (B63). */
export interface BlockGate {
  /** @throws what the last call was refused with, while the gate is shut */
  pass(): void;
  /** Tells of the end of a call: the firewall's refusal, or null when it got through to MailChimp. */
  note(refusal: BridgeError | null): void;
}

export function createBlockGate(clock: Clock): BlockGate {
  let refusals = 0;
  let shut: { refusal: BridgeError; until: number } | null = null;
  return {
    pass() {
      if (shut !== null && clock.now().getTime() < shut.until) throw shut.refusal;
    },
    note(refusal) {
      refusals = refusal === null ? 0 : refusals + 1;
      const isShut = refusal !== null && refusals >= most;
      shut = isShut ? { refusal, until: clock.now().getTime() + shutMs } : null;
    },
  };
}
