#!/usr/bin/env node
import { openBridge } from '../app/open-bridge.js';
import { loadEnv } from '../config/load-env.js';
import { systemClock } from '../support/clock.js';
import { runCli } from './run-cli.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The page under way is finished; a second Ctrl-C doesn't wait for it.
    process.once(signal, () => process.exit(130));
    stop.abort(new Error('stopped by the user'));
  });
}

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    cwd: process.cwd(),
    environment: () => loadEnv(process.cwd()),
    signal: stop.signal,
  },
  { clock: systemClock, openBridge },
);
