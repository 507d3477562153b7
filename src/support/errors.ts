/**
 * Failures, typed by what has to be done about them. Everything a person or the retry loop has to decide
 * reads `remedy`; everything a program has to recognise reads `code`. Catalogue: docs/errors.md.
 */
export type Remedy = 'retry' | 'wait' | 'fix-record' | 'fix-configuration' | 'call-a-person';

export interface ErrorDetails {
  /** Stable, dotted, lower case: `odoo.login`, `mailchimp.compliance_state`. */
  code: string;
  /** What to do about it, one sentence for the person at the terminal. */
  hint?: string;
  cause?: unknown;
}

export abstract class BridgeError extends Error {
  abstract readonly remedy: Remedy;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.hint = details.hint;
    // A cause may hold a request with credentials in it: loggers and JSON.stringify must not meet it.
    Object.defineProperty(this, 'cause', { value: details.cause, enumerable: false });
  }

  get retryable(): boolean {
    return this.remedy === 'retry' || this.remedy === 'wait';
  }
}

/** The call failed on the way or the server stumbled; the same call may be made again after a pause. */
export class TransientError extends BridgeError {
  readonly remedy = 'retry';
}

/** The server can't be reached at all, after the retries. */
export class UnreachableError extends TransientError {}

/** The other side asks for patience: too many connections, a throttle, a lock held by another run. */
export class BusyError extends BridgeError {
  readonly remedy = 'wait';
}

/** The lock was lost on the way: under it nothing more may be done, however often it is tried (B71). */
export class LostLockError extends BusyError {
  override get retryable(): boolean {
    return false;
  }
}

/** This one record is refused for what it holds; others are not affected. */
export class RecordError extends BridgeError {
  readonly remedy = 'fix-record';
}

export function isRecordError(error: unknown): error is RecordError {
  return error instanceof RecordError;
}

/** The configuration, the rights or the other server's set-up have to be changed first. */
export class ConfigurationError extends BridgeError {
  readonly remedy = 'fix-configuration';
}

/** The server answers, and refuses who we are. */
export class LoginError extends ConfigurationError {}

/** The bridge stopped on purpose and a person has to decide: a blast cap, a conflict, a broken promise. */
export class OperatorError extends BridgeError {
  readonly remedy = 'call-a-person';
}
