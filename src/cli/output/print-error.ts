import pc from 'picocolors';
import { BridgeError } from '../../support/errors.js';
import type { Io } from '../io.js';

/** What is wrong and what to do, never a stack trace; one JSON object with `--json`. */
export function printError(io: Io, error: unknown, json: boolean): void {
  const { code, message, hint } = explain(error);
  if (json) {
    io.stdout(`${JSON.stringify({ error: { code, message, hint: hint ?? null } })}\n`);
    return;
  }
  const lines = message.split('\n');
  for (const line of lines) io.stderr(`${pc.red('Error:')} ${line}\n`);
  if (hint !== undefined) io.stderr(`${pc.bold('→')} ${hint}\n`);
}

function explain(error: unknown): { code: string; message: string; hint?: string | undefined } {
  if (error instanceof BridgeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'bug',
    message: `The bridge has a fault: ${message}`,
    hint: 'Report this with the command that led to it.',
  };
}
