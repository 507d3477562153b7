#!/usr/bin/env node
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import pc from 'picocolors';
import { openBridge } from '../app/open-bridge.js';
import { loadEnv } from '../config/load-env.js';
import { systemClock } from '../support/clock.js';
import { runCli } from './run-cli.js';
import { withoutSqliteWarning } from './without-sqlite-warning.js';
import { createInterface } from 'node:readline/promises';

// A run holds a few pages at a time; left alone, the heap grows to four times that before garbage is collected.
setFlagsFromString('--heap-growing-percent=80');
process.emitWarning = withoutSqliteWarning(process.emitWarning.bind(process));
const signal = stopOnSignals();

// The reader of a pipe may leave early (`| head`), a terminal may be closed; the work goes on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!['EPIPE', 'EIO'].includes(error.code ?? '')) throw error;
  });
}

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: isatty(2),
    ask: isatty(0) && isatty(2) ? askOnTerminal(signal) : null,
    columns: isatty(2) ? process.stderr.columns : 80,
    hasColours: isatty(1) && pc.isColorSupported,
    cwd: process.cwd(),
    environment: () => loadEnv(process.cwd()),
    signal,
  },
  { clock: systemClock, openBridge },
);

// What was given up half-way (the making of an Odoo) would keep the process alive to its own end.
if (signal.aborted) process.exit();

/** Asks on stderr, so that stdout stays for results. @param signal ends the asking, as Ctrl-C does */
function askOnTerminal(signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question, { signal });
    } finally {
      terminal.close();
    }
  };
}

/** npm hands a Ctrl-C on that the terminal has told everyone already: within this time it is the same one. */
const sameMs = 500;

/**
 * A signal that is aborted on the first Ctrl-C (or SIGTERM, or the end of the terminal), so that the page under way
 * is finished; a second Ctrl-C doesn't wait for it.
 */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted && Date.now() - firstAt > sameMs) process.exit(130);
      if (stop.signal.aborted) return;
      firstAt = Date.now();
      stop.abort(new Error('stopped by the user'));
    });
  }
  return stop.signal;
}
