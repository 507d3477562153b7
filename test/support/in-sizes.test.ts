import { describe, expect, it } from '@jest/globals';
import { inSizes } from '../../src/support/in-sizes.js';

async function batches(pages: number[][], sizes: number[]): Promise<number[][]> {
  const all: number[][] = [];
  for await (const batch of inSizes(pagesOf(pages), sizes)) all.push(batch);
  return all;
}

async function* pagesOf(pages: number[][]): AsyncGenerator<number[]> {
  for (const page of pages) yield await Promise.resolve(page);
}

describe('inSizes', () => {
  it('cuts pages anew', async () => {
    expect(await batches([[1, 2, 3], [4], [5, 6, 7]], [2, 3, 2])).toEqual([
      [1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
  });

  it('goes on with the last size when there is more than was foreseen', async () => {
    expect(await batches([[1, 2, 3, 4, 5]], [1, 2])).toEqual([[1], [2, 3], [4, 5]]);
  });

  it('ends with what is left', async () => {
    expect(await batches([[1, 2, 3]], [2, 2])).toEqual([[1, 2], [3]]);
    expect(await batches([], [2])).toEqual([]);
  });
});
