import { CommanderError } from 'commander';
import type { CliContext, CliDeps } from './cli-context.js';
import { exitCodeOf, exitCodes } from './exit-code.js';
import type { Io } from './io.js';
import { printError } from './output/print-error.js';
import { buildProgram } from './program.js';
import { UsageError } from './usage-error.js';

/**
 * Runs one command line.
 * @param argv without node and script: `['members', 'fetch', '--full']`
 * @returns the exit code (B41)
 */
export async function runCli(argv: readonly string[], terminal: Io, deps: CliDeps): Promise<number> {
  const io = safeIo(terminal);
  let exitCode: number = exitCodes.done;
  const json = argv.includes('--json');
  const context: CliContext = {
    io,
    deps,
    globals: () => program.opts(),
    exitWith: (code) => (exitCode = code),
  };
  const program = buildProgram(context, { json });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help or the version was asked for, and shown.
    if (error instanceof CommanderError) return exitCodes.done;
    const isTold = error instanceof UsageError && error.helpShown && !json;
    if (!isTold) printError(io, error, json);
    return exitCodeOf(error, io.signal);
  }
}

const escape = String.fromCodePoint(27);
/** Colours, and what takes the line of progress back. */
const own = new RegExp(String.raw`(${escape}\[[\d;]*m|\r${escape}\[2K)`, 'u');
const ruling = /(?![\t\n])[\p{Cc}\p{Cs}]/gu;

/** Lets nothing through to the terminal that rules it, but what the bridge says itself (B63). */
function safeIo(io: Io): Io {
  return { ...io, stdout: (text) => io.stdout(safe(text)), stderr: (text) => io.stderr(safe(text)) };
}

function safe(text: string): string {
  return text
    .split(own)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(ruling, '\uFFFD')))
    .join('');
}
