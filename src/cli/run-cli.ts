import { CommanderError } from 'commander';
import type { CliContext, CliDeps } from './cli-context.js';
import { exitCodeOf, exitCodes } from './exit-code.js';
import type { Io } from './io.js';
import { printError } from './output/print-error.js';
import { buildProgram } from './program.js';
import { UsageError } from './usage-error.js';
import { safeIo } from './safe-io.js';

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
