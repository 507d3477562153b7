import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { withLock } from '../../../src/staging/with-lock.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Compiles what is to be run; quick when nothing changed. One suite at a time, for they share the result. */
export async function buildCli(): Promise<void> {
  const build = () => runNode(['scripts/build.mjs'], {});
  const { code, stderr } = await withLock('node_modules/.cache/build.lock', () => undefined, build);
  if (code !== 0) throw new Error(`The build failed: ${stderr}`);
}

export interface ChildOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Told of everything on stdout so far; may stop the process. */
  watch?: (stdout: string, child: ChildProcess) => void;
  /** When aborted the process is killed as by `kill -9`. */
  killOn?: AbortSignal;
}

/** Runs the built command line as a process of its own, as a shell or cron does. */
export function runBuiltCli(argv: readonly string[], options: ChildOptions): Promise<Ended> {
  return runNode([resolve('dist/cli/main.js'), ...argv], options);
}

function runNode(args: readonly string[], { cwd, env = {}, watch, killOn }: ChildOptions): Promise<Ended> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    killOn?.addEventListener('abort', () => child.kill('SIGKILL'));
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      ended.stdout += text;
      watch?.(ended.stdout, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => settle({ ...ended, code }));
  });
}
