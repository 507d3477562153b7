import { BridgeError } from './errors.js';

export interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  remedy?: string;
  hint?: string;
  /** Of an error nobody foresaw. */
  stack?: string;
  cause?: ErrorDescription;
}

const deepestCause = 5;

/**
 * An error for the log: named fields only, never what a library hangs on its errors, for that may be a request with
 * its credentials.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const cause =
    error.cause === undefined || depth >= deepestCause
      ? {}
      : { cause: describeError(error.cause, depth + 1) };
  const { name: type, message } = error;
  if (error instanceof BridgeError) {
    const { code, remedy, hint } = error;
    return { type, message, code, remedy, ...(hint === undefined ? {} : { hint }), ...cause };
  }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const stack = depth === 0 && error.stack !== undefined ? { stack: error.stack } : {};
  return { type, message, ...code, ...stack, ...cause };
}
