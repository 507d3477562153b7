import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../src/cli/main.js');

export const audienceId = 'a36b032126';

/** A MailChimp sandbox in a process of its own, so that it costs the bridge neither time nor memory. */
export interface BenchSandbox {
  url: string;
  control(method: string, path: string, body?: object): Promise<unknown>;
  /** Forgets everything and starts with one audience of `count` members. */
  seed(count: number): Promise<void>;
  close(): void;
}

export async function startBenchSandbox(): Promise<BenchSandbox> {
  const child = spawn(process.execPath, [program, 'sandbox', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, control: base } = JSON.parse(line) as { url: string; control: string };
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  return {
    url,
    control,
    async seed(count) {
      await control('POST', '/reset');
      await control('POST', '/audiences', { id: audienceId, name: 'Newsletter' });
      if (count > 0) await control('POST', `/audiences/${audienceId}/members`, { count, seed: 1 });
    },
    close: () => void child.kill(),
  };
}
