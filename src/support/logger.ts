import { pino } from 'pino';
import { createRedactor } from './redact.js';
import type { Secret } from './secret.js';
import { escapeControls } from './json-line.js';
import { BridgeError } from './errors.js';

/** The operation log: static sentences with their data beside them, `logger.info({ audience }, 'Page imported')`. */
export type Logger = pino.Logger;

export interface LoggerOptions {
  level: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Takes one JSON line per entry. */
  destination: { write(line: string): unknown };
  /** Whole e-mail addresses instead of masked ones. */
  showEmails?: boolean;
  /** Masked by value, wherever they turn up. */
  secrets?: Iterable<Secret | string>;
}

/** Errors go under `err` (or `error`); what is written there and everywhere else is redacted (B1). */
export function createLogger({ level, destination, ...redaction }: LoggerOptions): Logger {
  const redact = createRedactor(redaction);
  const serializers = { err: describeError, error: describeError };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers,
    },
    // On the finished line nothing can slip through: no key, no nested value, no library's own serializer.
    { write: (line: string) => void destination.write(escapeControls(redactStrings(line, redact))) },
  );
}

const jsonString = /"(?:[^"\\]|\\.)*"/gu;

/** String by string, so that an escape sequence is never cut in half. */
function redactStrings(line: string, redact: (text: string) => string): string {
  return line.replaceAll(jsonString, (quoted) => JSON.stringify(redact(JSON.parse(quoted) as string)));
}

interface ErrorDescription {
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
function describeError(error: unknown, depth = 0): ErrorDescription {
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
