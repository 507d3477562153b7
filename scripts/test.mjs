// Everything that can be tested: installs, builds, fetches a browser, starts real Odoo servers, runs jest with the
// given arguments.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { installBrowser } from './install-browser.mjs';
import { build, jest, root, whenStopped } from './prepare.mjs';

const staging = ['dist/staging/main.js'];
let stopped = 0;
let current;

/** Runs a Node program to its end; resolves to its exit code and, when asked for, its output. */
function node(args, stdout = 'inherit') {
  return new Promise((resolve, reject) => {
    current = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
    let out = '';
    current.stdout?.on('data', (chunk) => (out += chunk));
    current.once('error', reject);
    current.once('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal], out }));
  });
}

/** The versions that are not running now: those are stopped again afterwards. */
async function versionsDown() {
  const { code, out } = await node([...staging, 'status', '--json'], 'pipe');
  return code === 0
    ? JSON.parse(out)
        .filter(({ state }) => state !== 'running')
        .map(({ version }) => version)
    : [];
}

async function startStaging(missing) {
  if (missing.length === 0) return 0;
  const { code } = await node([...staging, 'up'], 2);
  if (code === 0 || stopped) return stopped;
  if (process.env.CI === 'true') return 1;
  console.error('WARNING: without staging servers the suites on a real Odoo are SKIPPED.');
  return 0;
}

async function test() {
  const missing = await versionsDown();
  try {
    const failed = await startStaging(missing);
    if (failed || stopped) return failed || stopped;
    const { code } = await node([...jest, ...process.argv.slice(2)]);
    return stopped || code;
  } finally {
    for (const version of missing) await node([...staging, 'down', '--odoo', String(version)], 'ignore');
  }
}

const release = whenStopped((signal) => {
  stopped = 128 + constants.signals[signal];
  current?.kill(signal);
});
build();
installBrowser();
process.exitCode = await test();
release();
