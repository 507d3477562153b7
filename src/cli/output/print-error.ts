import { sep } from 'node:path';
import { BridgeError } from '../../support/errors.js';
import type { Io } from '../io.js';
import { coloursFor } from './colours.js';
import { printJson } from './print-json.js';
import { visible } from '../../support/control-characters.js';

interface Explanation {
  code: string;
  message: string;
  /** What to do. */
  hint: string;
}

/** What is wrong and what to do, never a stack trace; one JSON object with `--json`. */
export function printError(io: Io, error: unknown, json: boolean): void {
  const { code, message, hint } = explain(error, io);
  if (json) {
    printJson(io, { error: { code, message, hint } });
    return;
  }
  const { red, bold } = coloursFor(io);
  const lines = message.split('\n');
  for (const line of lines) io.stderr(`${red('Error:')} ${visible(line)}\n`);
  io.stderr(`${bold('→')} ${visible(hint)}\n`);
}

function explain(error: unknown, { cwd, signal }: Io): Explanation {
  if (signal.aborted) return stopped;
  if (!(error instanceof BridgeError)) return fault(error);
  const { code, message, hint = `docs/errors.md tells more about ${code}.` } = error;
  // Files of the folder one works in are known by their short names.
  return { code, message: message.replaceAll(cwd + sep, ''), hint };
}

const stopped: Explanation = {
  code: 'run.stopped',
  message: 'Stopped before the end',
  hint: 'What was done stays; run the command again and it goes on from there.',
};

function fault(error: unknown): Explanation {
  return {
    code: 'bug',
    message: `The bridge has a fault: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Report this with the command that led to it.',
  };
}
