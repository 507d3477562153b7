/**
 * A second process on the store. It gets its task as one JSON argument, and says one word per line of
 * standard output: `ready` when it waits to be let go, then the result.
 */
import { once } from 'node:events';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { systemClock } from '../../../src/support/clock.js';
import { buildBinding, buildBindings } from '../build-binding.js';
import type { ChildTask } from './child-task.js';

const task = JSON.parse(process.argv[2] ?? '{}') as ChildTask;
const say = (word: string): void => console.log(word);

async function letGo(): Promise<void> {
  say('ready');
  await once(process.stdin, 'data');
}

async function inStore(): Promise<void> {
  const store = await openStore(task.location, { clock: systemClock });
  await letGo();
  say(await perform(store));
  await store.close();
}

async function perform(store: Store): Promise<string> {
  switch (task.kind) {
    case 'acquire':
      return (await store.leases.acquire('account', task.holder, 60_000)) === null ? 'refused' : 'acquired';
    case 'save':
      for (let page = 0; page < task.pages; page += 1) {
        await store.bindings.save(buildBindings(100, task.from + page * 100));
      }
      return 'saved';
    case 'die':
      return store.transaction(async (inside) => {
        await inside.bindings.save(buildBindings(500));
        await inside.marks.set('audience-a', 'import', 'never');
        await inside.bindings.save([buildBinding({ memberId: 'half-way' })]);
        say('half-way');
        return new Promise<string>(() => setInterval(() => undefined, 60_000));
      });
    case 'open':
      return 'opened';
  }
}

async function openAfter(): Promise<void> {
  await letGo();
  const store = await openStore(task.location, { clock: systemClock });
  say(String(Object.keys(await store.bindings.countByStatus('audience-a')).length));
  await store.close();
}

await (task.kind === 'open' ? openAfter() : inStore());
process.exit(0);
