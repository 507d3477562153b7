import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChildTask } from './child-task.js';

export interface StoreChild {
  process: ChildProcess;
  /** The next line it says; rejects with what it wrote to stderr when it ends instead. */
  says(): Promise<string>;
  letGo(): void;
  ended(): Promise<void>;
}

/** Starts a real second process of what was built, and waits until it stands at the start. */
export async function startChild(task: ChildTask): Promise<StoreChild> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('store-child.mjs', import.meta.url))]);
  child.stdin.write(`${JSON.stringify(task)}\n`);
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'exit');
  const says = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`the child ended: ${complaints}`);
    return line.value;
  };
  const ended = async (): Promise<void> => {
    await exit;
  };
  await says();
  return { process: child, says, ended, letGo: () => child.stdin.write('go\n') };
}
