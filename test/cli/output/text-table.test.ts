import { describe, expect, it } from '@jest/globals';
import { textTable } from '../../../src/cli/output/text-table.js';

describe('A table', () => {
  it('has one rule, below the head, and numbers to the right', () => {
    const text = textTable({
      head: ['what', 'count'],
      rows: [
        ['a', 1],
        ['bc', '\u001B[31m23\u001B[39m'],
      ],
    });

    expect(text.split('\n')).toEqual([
      '┌──────┬───────┐',
      '│ what │ count │',
      '├──────┼───────┤',
      '│ a    │     1 │',
      '│ bc   │    \u001B[31m23\u001B[39m │',
      '└──────┴───────┘',
    ]);
  });

  it('wraps what is wider than its column', () => {
    const text = textTable({ head: ['what'], rows: [['one two three']], widths: [9] });

    expect(text.split('\n').slice(3, 5)).toEqual(['│ one two │', '│ three   │']);
  });
});
