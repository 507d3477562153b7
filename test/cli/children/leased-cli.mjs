/** The built command line, with a lease that runs out as soon as the first argument says, in milliseconds. */
import { openBridge } from '../../../dist/app/open-bridge.js';
import { loadEnv } from '../../../dist/config/load-env.js';
import { runCli } from '../../../dist/cli/run-cli.js';
import { stopOnSignals } from '../../../dist/cli/stop-on-signals.js';
import { systemClock } from '../../../dist/support/clock.js';

const [leaseMs, ...argv] = process.argv.slice(2);

process.exitCode = await runCli(
  argv,
  {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    ...{ isTerminal: false, ask: null, columns: 80, hasColours: false },
    cwd: process.cwd(),
    environment: () => loadEnv(process.cwd()),
    signal: stopOnSignals(),
  },
  {
    clock: systemClock,
    openBridge: (config, deps) => openBridge(config, { ...deps, leaseMs: Number(leaseMs) }),
  },
);
