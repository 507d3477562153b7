// Every rule of the house that a program can check.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { compiler, install, root } from './prepare.mjs';

/** One project's types fit into it: it is not to be looked through for garbage while it grows. */
const bigHeap = ['--initial-heap-size=2000', '--max-semi-space-size=64'];
const eslintCache = ['--cache', '--cache-location', 'node_modules/.cache/eslint'];

/** The longest first, for two run at a time. */
const checks = [
  [...bigHeap, 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', ...eslintCache],
  ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    'src',
    'packages/mailchimp-sandbox/src',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  [compiler, '--noEmit'],
  ['node_modules/knip/bin/knip.js'],
];

/** Prints what a check says when it is at its end, so that no other one talks in between; resolves to its exit code. */
function runCheck(args) {
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...colours } });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

async function runInTurn() {
  let worst = 0;
  for (let check = checks.shift(); check !== undefined; check = checks.shift())
    worst = Math.max(worst, await runCheck(check));
  return worst;
}

install();
process.exitCode = Math.max(...(await Promise.all([runInTurn(), runInTurn()])));
