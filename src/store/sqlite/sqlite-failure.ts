import { TransientError } from '../../support/errors.js';

/** SQLITE_BUSY and SQLITE_LOCKED, in the low byte of the extended codes (sqlite.org/rescode.html). */
const busyCodes = [5, 6];

/** What SQLite threw, named by what to do about it; anything but a lock stays what it is. */
export function sqliteFailure(error: unknown): unknown {
  if (!isBusy(error)) return error;
  return new TransientError('The store is held by another process for too long', {
    code: 'store.busy',
    hint: 'Try again; if it stays like this, see which other process has the file open.',
    cause: error,
  });
}

function isBusy(error: unknown): boolean {
  // By its shape: a native module's errors need not be of the same realm.
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && busyCodes.includes(error.errcode & 0xff);
}
