/**
 * A second process on the store, as built. It reads its task (see child-task.ts) as the first line of standard input,
 * and says one word per line of standard output: `ready` when it waits for a second line to be let go, then the result.
 */
import { createInterface } from 'node:readline';
import { setInterval } from 'node:timers';
import { openStore } from '../../../dist/store/open-store.js';
import { systemClock } from '../../../dist/support/clock.js';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (word) => console.log(word);

async function letGo() {
  say('ready');
  await lines.next();
}

const perform = {
  async acquire(store, { holder }) {
    return (await store.leases.acquire('account', holder, 60_000)) === null ? 'refused' : 'acquired';
  },
  async save(store, { pages }) {
    for (const page of pages) await store.bindings.save(page);
    return 'saved';
  },
  die(store, { bindings }) {
    return store.transaction(async (inside) => {
      await inside.bindings.save(bindings);
      await inside.marks.set('audience-a', 'import', 'never');
      say('half-way');
      return new Promise(() => setInterval(() => undefined, 60_000));
    });
  },
};

async function inStore(task) {
  const store = await openStore(task.location, { clock: systemClock });
  await letGo();
  say(await perform[task.kind](store, task));
  await store.close();
}

async function openAfter({ location }) {
  await letGo();
  const store = await openStore(location, { clock: systemClock });
  say(String(Object.keys(await store.bindings.countByStatus('audience-a')).length));
  await store.close();
}

const { value } = await lines.next();
const task = JSON.parse(value);
await (task.kind === 'open' ? openAfter(task) : inStore(task));
process.exit(0);
