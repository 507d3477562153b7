import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** `serve` in a process of its own, at one address however often it is started. */
export interface ServeChild {
  url: string;
  start(): Promise<void>;
  /** Another command on the same account, to its end. */
  run(...argv: readonly string[]): Promise<void>;
  /** As `kill -9`. */
  kill(): Promise<void>;
  /** As a service manager does it. @returns the exit code */
  stop(): Promise<number | null>;
  /** A value of `/metrics`, summed over its labels. */
  metric(name: string): Promise<number>;
}

export interface ServeChildOptions {
  /** The built command line. */
  program: string;
  accountFile: string;
  env: Record<string, string>;
  argv?: readonly string[];
}

export async function serveChild({
  program,
  accountFile,
  env,
  argv = [],
}: ServeChildOptions): Promise<ServeChild> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = [program, '--config', accountFile, '--json', 'serve', '--port', String(port), ...argv];
  let child: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child?.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const closed = once(child, 'exit');
    child.kill(signal);
    await closed;
    return child.exitCode;
  };
  return {
    url,
    async start() {
      child = launch(args, env);
      const { stdout } = child;
      if (stdout === null) throw new Error('no stdout');
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`serve ended with ${String(code)}`);
      });
      await Promise.race([once(createInterface(stdout), 'line'), ended]);
      ended.catch(() => undefined);
    },
    async run(...command) {
      const whole = [program, '--config', accountFile, ...command];
      const [code] = (await once(launch(whole, env), 'exit')) as [number | null];
      if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}`);
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    async metric(name) {
      const text = await (await fetch(`${url}/metrics`)).text();
      const lines = [...text.matchAll(new RegExp(`^odoo_mailchimp_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gmu'))];
      return lines.reduce((sum, [, value]) => sum + Number(value), 0);
    },
  };
}

function launch(args: readonly string[], env: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
