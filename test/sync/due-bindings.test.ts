import { describe, expect, it } from '@jest/globals';
import type { Binding } from '../../src/store/binding.js';
import type { Bindings } from '../../src/store/bindings.js';
import { dueBindings } from '../../src/sync/due-bindings.js';
import { buildBinding } from '../store/build-binding.js';

/** A table of bindings that are all due, which keeps what it was asked for. */
function tableOf(memberIds: readonly string[]) {
  const asked: (string | null)[] = [];
  const due: Bindings['due'] = (_audienceId, _to, { after, limit }) => {
    asked.push(after);
    const left = memberIds.filter((id) => after === null || id > after).slice(0, limit);
    return Promise.resolve(left.map((memberId) => buildBinding({ memberId })));
  };
  return { due, asked };
}

async function pagesOf(bindings: AsyncIterable<Binding[]>): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of bindings) pages.push(page.map(({ memberId }) => memberId));
  return pages;
}

describe('dueBindings', () => {
  it('reads page after page, each behind the last member of the one before', async () => {
    const table = tableOf(['a', 'b', 'c', 'd', 'e']);

    const pages = await pagesOf(dueBindings(table, 'audience', 'import', 2));

    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(table.asked).toEqual([null, 'b', 'd']);
  });

  it('looks once more after a full page, and gives no empty one', async () => {
    const table = tableOf(['a', 'b']);

    const pages = await pagesOf(dueBindings(table, 'audience', 'export', 2));

    expect(pages).toEqual([['a', 'b']]);
    expect(table.asked).toEqual([null, 'b']);
  });

  it('gives nothing when nothing is due', async () => {
    expect(await pagesOf(dueBindings(tableOf([]), 'audience', 'addon', 2))).toEqual([]);
  });
});
