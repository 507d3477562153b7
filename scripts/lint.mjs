// Every rule of the house that a program can check.
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { install, needsShell, root } from './prepare.mjs';

/** The longest first, for two run at a time. */
const checks = [
  ['eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint'],
  ['tsc', '--noEmit'],
  ['prettier', '--check', '--log-level', 'warn', '.'],
  ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'],
  ['knip'],
];

/** Prints what a check says when it is at its end, so that no other one talks in between; resolves to its exit code. */
function runCheck(args) {
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn('npx', args, {
    cwd: root,
    env: { ...process.env, ...colours },
    shell: needsShell('npx'),
  });
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
