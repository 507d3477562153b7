import {
  BridgeError,
  BusyError,
  ConfigurationError,
  LoginError,
  OperatorError,
  TransientError,
} from '../support/errors.js';

/** B41; scripts and cron act on these. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  configuration: 2,
  unreachable: 3,
  capped: 4,
  locked: 5,
} as const;

/** Of several errors the one that counts most; done without any. */
export function worstExitCode(errors: readonly unknown[], signal: AbortSignal): number {
  return Math.max(exitCodes.done, ...errors.map((error) => exitCodeOf(error, signal)));
}

/** Ended by Ctrl-C, as shells count it. */
const interrupted = 130;

export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return interrupted;
  if (error instanceof LoginError || error instanceof TransientError) return exitCodes.unreachable;
  if (error instanceof ConfigurationError) return exitCodes.configuration;
  if (error instanceof BusyError)
    return error.code.startsWith('lock.') ? exitCodes.locked : exitCodes.unreachable;
  if (error instanceof OperatorError && error.code.startsWith('limits.')) return exitCodes.capped;
  return error instanceof BridgeError ? exitCodes.someFailed : 70;
}
