// What every script needs first, on a machine where nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The native one; eslint reads types with the last that has an API. */
export const compiler = 'node_modules/typescript-7/bin/tsc';
/** Node's arguments for the tests. Every suite loads its modules anew: less work for the garbage collector and the compiler. */
export const jest = [
  '--max-semi-space-size=32',
  '--sparkplug',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const marker = join(root, 'node_modules', '.package-lock.json');

/** Runs a command in the project's folder and ends this process with its exit code if it failed. */
export function run(command, args, options = {}) {
  const settings = { cwd: root, stdio: 'inherit', ...options };
  const { status, error } = needsShell(command)
    ? spawnSync([command, ...args].join(' '), { ...settings, shell: true })
    : spawnSync(command === 'node' ? process.execPath : command, args, settings);
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** npm is a script on Windows, which only a shell can start; none of its arguments needs quoting. */
function needsShell(command) {
  return process.platform === 'win32' && command !== 'node';
}

/**
 * Tells when this program is to end, until the function it returns is called. When npm is stopped it stops its shell,
 * which tells nobody: whoever has lost its parent is to end.
 */
export function whenStopped(tell) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, tell);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell('SIGTERM');
  }, 1_000);
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, tell);
  };
}

/** Runs a Node program that a person may stop, and resolves to its exit code; signals reach it and are waited for. */
export function foreground(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const release = whenStopped((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      release();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Folders of the packages that are built and linked beside the bridge. */
const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));

/** Installs the dependencies when they are missing or older than the lock file. */
export function install() {
  checkNode();
  const lock = join(root, 'package-lock.json');
  const linked = packages.every((folder) => existsSync(join(root, 'node_modules', basename(folder))));
  if (linked && existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('Installing the dependencies …');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
}

/** Compiles `src` to `dist`, of the packages first; types are checked by `npm run lint`. */
export function build() {
  install();
  for (const folder of [...packages, '.']) buildIn(folder);
}

/** Unless it has been since anything there was touched. */
function buildIn(folder) {
  const built = join(root, folder, 'dist', '.tsbuildinfo');
  const own = ['src', 'tsconfig.build.json', 'package.json'].map((name) => join(root, folder, name));
  if (existsSync(built) && newestOf([...own, join(root, 'tsconfig.json')]) < statSync(built).mtimeMs) return;
  const started = new Date();
  const project = join(folder, 'tsconfig.build.json');
  run('node', [compiler, '-p', project, '--noCheck'], { stdio: ['ignore', 2, 2] });
  utimesSync(built, started, started);
}

/** When any of these files and folders, or anything in them, was changed last; a folder is when a file goes, too. */
function newestOf(paths) {
  const times = paths.map((path) => {
    const found = statSync(path);
    const inside = found.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    return Math.max(found.mtimeMs, newestOf(inside));
  });
  return Math.max(0, ...times);
}

/** An older Node would fail somewhere in the middle, with a message that helps nobody. */
function checkNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = engines.node.replace('>=', '');
  if (process.versions.node.localeCompare(needed, 'en', { numeric: true }) >= 0) return;
  console.error(
    `Node ${needed} or newer is needed; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}
