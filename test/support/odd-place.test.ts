import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { oddPlace } from '../../src/support/odd-place.js';

const row = z.object({ id: z.number(), write_date: z.string().min(1), list: z.array(z.enum(['a', 'b'])) });

function placeIn(schema: z.ZodType, answer: unknown): string {
  const { error } = schema.safeParse(answer);
  if (error === undefined) throw new Error('the answer is as expected');
  return oddPlace(error, answer);
}

describe('where an answer is not as expected', () => {
  it.each([
    ['empty', false],
    ['empty', null],
    ['empty', ''],
    ['missing', undefined],
    ['a number', 7],
    ['yes or no', true],
    ['a list', [1]],
    ['a record', {}],
  ])('a field that is %s is told with its record', (kind, value) => {
    expect(placeIn(row.array(), [{ id: 12, write_date: value, list: [] }])).toBe(
      `record 12: write_date is ${kind}`,
    );
  });

  it('the value is not told', () => {
    expect(placeIn(row, { id: 12, write_date: 'x', list: ['a', 'ana@shop.pt'] })).toBe(
      'list.1 is some other text',
    );
  });

  it('a row without an id is told by its place', () => {
    expect(placeIn(row.array(), [{ write_date: 'x', list: [] }])).toBe('0.id is missing');
  });

  it('a whole answer of another kind', () => {
    expect(placeIn(row.array(), 'a page')).toBe('the whole is some other text');
  });
});
