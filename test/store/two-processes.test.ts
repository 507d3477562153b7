import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../src/store/open-store.js';
import { systemClock } from '../../src/support/clock.js';
import { buildCli } from '../cli/children/built-cli.js';
import { buildBinding, buildBindings } from './build-binding.js';
import type { ChildTask } from './children/child-task.js';
import { startChild, type StoreChild } from './children/start-child.js';

const audience = 'audience-a';

beforeAll(buildCli, 300_000);

describe('several processes on one SQLite file', () => {
  let folder: string;
  let location: string;
  let started: StoreChild[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    location = join(folder, 'store.db');
    started = [];
  });
  afterEach(async () => {
    for (const child of started) child.process.kill('SIGKILL');
    await Promise.all(started.map((child) => child.ended()));
    rmSync(folder, { recursive: true });
  });

  const start = async (task: ChildTask): Promise<StoreChild> => {
    const child = await startChild(task);
    started.push(child);
    return child;
  };

  const prepared = async (): Promise<void> => (await openStore(location, { clock: systemClock })).close();

  const answers = async (children: StoreChild[]): Promise<string[]> => {
    for (const child of children) child.letGo();
    const said = await Promise.all(children.map((child) => child.says()));
    await Promise.all(children.map((child) => child.ended()));
    return said;
  };

  it('make its tables once when they open it for the first time together', async () => {
    const children = await Promise.all([1, 2, 3, 4].map(() => start({ kind: 'open', location })));

    expect(await answers(children)).toEqual(['6', '6', '6', '6']);
  });

  it('give a lease to one of them only', async () => {
    await prepared();
    const holders = ['a', 'b', 'c', 'd'];
    const children = await Promise.all(holders.map((holder) => start({ kind: 'acquire', holder, location })));

    const said = await answers(children);

    expect(said.sort()).toEqual(['acquired', 'refused', 'refused', 'refused']);
  });

  it('save side by side without losing anything', async () => {
    await prepared();
    const children = await Promise.all(
      [1, 2_001, 4_001].map((from) => {
        const pages = Array.from({ length: 20 }, (_, page) => buildBindings(100, from + page * 100));
        return start({ kind: 'save', pages, location });
      }),
    );

    expect(await answers(children)).toEqual(['saved', 'saved', 'saved']);

    const store = await openStore(location, { clock: systemClock });
    expect(await store.bindings.countLinked(audience)).toBe(6_000);
    await store.close();
  });

  it('leave nothing half done when one is killed in the middle of a transaction', async () => {
    await prepared();
    const bindings = [...buildBindings(500), buildBinding({ memberId: 'half-way' })];
    const child = await start({ kind: 'die', bindings, location });
    child.letGo();
    expect(await child.says()).toBe('half-way');

    child.process.kill('SIGKILL');
    await child.ended();

    const store = await openStore(location, { clock: systemClock });
    expect(await store.bindings.byMembers(audience, ['member-1', 'half-way'])).toEqual([]);
    expect(await store.marks.get(audience, 'import')).toBeNull();
    await store.marks.set(audience, 'import', 'alive');
    expect(await store.marks.get(audience, 'import')).toBe('alive');
    await store.close();
  });
});
