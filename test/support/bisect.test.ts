import { describe, expect, it } from '@jest/globals';
import { isRecordError, RecordError, TransientError } from '../../src/support/errors.js';
import { bisect } from '../../src/support/bisect.js';

/** A server that refuses every call with one of the bad items in it. */
function serverThatRefuses(bad: readonly number[]) {
  const calls: number[][] = [];
  const work = (items: readonly number[]): Promise<string> => {
    calls.push([...items]);
    const refused = items.some((item) => bad.includes(item));
    return refused
      ? Promise.reject(new RecordError('refused', { code: 'test.refused' }))
      : Promise.resolve(items.join('+'));
  };
  return { calls, work };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('bisect', () => {
  it('makes one call when nothing is refused', async () => {
    const { calls, work } = serverThatRefuses([]);

    const { results, refusals } = await bisect(upTo(500), work, isRecordError);

    expect(calls).toHaveLength(1);
    expect(results).toEqual([upTo(500).join('+')]);
    expect(refusals).toEqual([]);
  });

  it('makes no call for nothing', async () => {
    const { calls, work } = serverThatRefuses([]);

    expect(await bisect([], work, isRecordError)).toEqual({ results: [], refusals: [] });
    expect(calls).toEqual([]);
  });

  it('B21: finds the refused item, and does all the others in their order', async () => {
    const { work } = serverThatRefuses([4]);

    const { results, refusals } = await bisect(upTo(6), work, isRecordError);

    expect(results).toEqual(['1+2+3', '5', '6']);
    expect(refusals).toEqual([{ item: 4, error: expect.any(RecordError) }]);
  });

  it('costs two calls for each halving of a thousand items with a bad one among them', async () => {
    const { calls, work } = serverThatRefuses([617]);

    await bisect(upTo(1024), work, isRecordError);

    expect(calls).toHaveLength(1 + 2 * 10);
  });

  it('names every item when all are bad', async () => {
    const { work } = serverThatRefuses(upTo(5));

    const { results, refusals } = await bisect(upTo(5), work, isRecordError);

    expect(results).toEqual([]);
    expect(refusals.map(({ item }) => item)).toEqual(upTo(5));
  });

  it('throws a failure that is about none of the items, and makes no further call', async () => {
    const failure = new TransientError('gone', { code: 'test.gone' });
    const calls: number[][] = [];
    const work = (items: readonly number[]): Promise<never> => {
      calls.push([...items]);
      return Promise.reject(failure);
    };

    await expect(bisect(upTo(8), work, isRecordError)).rejects.toBe(failure);
    expect(calls).toHaveLength(1);
  });

  describe('where all may be refused alike', () => {
    const alike = {
      isAlike: (one: RecordError, other: RecordError) => one.code === other.code,
      untried: (error: RecordError, tried: number) =>
        new RecordError(`not tried, as ${tried} others`, { code: error.code }),
    };

    it('B59: 200 equal refusals cost a few dozen calls, and each item is named', async () => {
      const { calls, work } = serverThatRefuses(upTo(200));

      const { refusals } = await bisect(upTo(200), work, isRecordError, alike);

      expect(calls.length).toBeLessThan(40);
      expect(refusals.map(({ item }) => item)).toEqual(upTo(200));
      expect(refusals.at(-1)?.error.message).toMatch(/^(refused|not tried, as \d+ others)$/u);
    });

    it('tries every one where some of those that are drawn are taken', async () => {
      const bad = upTo(50);
      const { work } = serverThatRefuses(bad);

      const { results, refusals } = await bisect(upTo(200), work, isRecordError, {
        ...alike,
        random: () => 0.9,
      });

      expect(refusals.map(({ item }) => item)).toEqual(bad);
      expect(refusals.every(({ error }) => error.message === 'refused')).toBe(true);
      expect(results.flatMap((some) => some.split('+'))).toHaveLength(150);
    });

    it('tries every one where the refusals differ', async () => {
      const tried: number[] = [];
      const work = (items: readonly number[]): Promise<string> => {
        const [only = 0] = items;
        if (items.length === 1) tried.push(only);
        return Promise.reject(new RecordError('refused', { code: `test.refused_${only % 2}` }));
      };

      const { refusals } = await bisect(upTo(30), work, isRecordError, alike);

      expect([...tried].sort((one, other) => one - other)).toEqual(upTo(30));
      expect(refusals).toHaveLength(30);
    });
  });
});
