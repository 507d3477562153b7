import { CommanderError } from 'commander';
import type { CliContext, CliDeps } from './cli-context.js';
import { exitCodeOf, exitCodes } from './exit-code.js';
import type { Io } from './io.js';
import { printError } from './output/print-error.js';
import { buildProgram } from './program.js';

/**
 * Runs one command line.
 * @param argv without node and script: `['members', 'fetch', '--full']`
 * @returns the exit code (B41)
 */
export async function runCli(argv: readonly string[], io: Io, deps: CliDeps): Promise<number> {
  let exitCode: number = exitCodes.done;
  const context: CliContext = {
    io,
    deps,
    globals: () => program.opts(),
    exitWith: (code) => (exitCode = code),
  };
  const program = buildProgram(context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.done : exitCodes.configuration;
    printError(io, error, argv.includes('--json'));
    return exitCodeOf(error, io.signal);
  }
}
