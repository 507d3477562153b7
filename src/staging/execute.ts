import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { ConfigurationError } from '../support/errors.js';

export interface ExecuteOptions {
  /** A file that everything the program writes is appended to. */
  readonly log?: string;
  readonly input?: string;
}

/** Runs a program to its end and returns what it wrote to stdout; fails with its last line of stderr. */
export async function execute(command: readonly string[], options: ExecuteOptions = {}): Promise<string> {
  const { log, input = '' } = options;
  const append = (text: string) => log !== undefined && appendFileSync(log, text);
  append(`\n$ ${command.join(' ')}\n`);
  const { code, out, error } = await collect(command, input, append);
  if (code === 0) return out;
  throw new ConfigurationError(`${programName(command)} failed: ${lastLine(error) || `exit code ${code}`}`, {
    code: 'staging.command',
    hint:
      log === undefined
        ? 'Run the command by hand to see more.'
        : `See ${log}, then run the same command again.`,
  });
}

interface Outcome {
  code: number;
  out: string;
  error: string;
}

function collect(
  command: readonly string[],
  input: string,
  append: (text: string) => unknown,
): Promise<Outcome> {
  const [program = '', ...rest] = command;
  return new Promise((resolve) => {
    // A group of its own, so that its children end with it when this process is stopped. Windows has none.
    const grouped = process.platform !== 'win32';
    const child = spawn(program, rest, { stdio: 'pipe', detached: grouped });
    const end = () => child.pid !== undefined && process.kill(grouped ? -child.pid : child.pid, 'SIGTERM');
    process.once('exit', end);
    const outcome = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (append(text), (outcome.out += text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (append(text), (outcome.error += text)));
    child.once('error', (cause) => resolve({ code: 127, out: '', error: cause.message }));
    child.once('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? 1, ...outcome });
    });
    // A program that ends before it has read its input is judged by its exit code alone.
    child.stdin.on('error', () => undefined).end(input);
  });
}

function programName(command: readonly string[]): string {
  return (
    command.find((word, index) => index > 0 && command[0] === 'chroot' && !/[/=]/.test(word)) ??
    command[0] ??
    ''
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
