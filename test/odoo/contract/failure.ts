import { expect } from '@jest/globals';
import { BridgeError } from '../../../src/support/errors.js';

/** The error an attempt ends with; anything but a BridgeError fails the test. */
export async function failure(attempt: Promise<unknown>): Promise<BridgeError> {
  const outcome = await attempt.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (outcome instanceof BridgeError) return outcome;
  throw outcome;
}

export function expectOneLine(error: BridgeError): void {
  expect(error.message).not.toMatch(/\n|Traceback/);
  expect(error.message).not.toBe('');
}
