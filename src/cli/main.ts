#!/usr/bin/env node
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import pc from 'picocolors';
import { openBridge } from '../app/open-bridge.js';
import { loadEnv } from '../config/load-env.js';
import { systemClock } from '../support/clock.js';
import { runCli } from './run-cli.js';
import { stopOnSignals } from './stop-on-signals.js';
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
