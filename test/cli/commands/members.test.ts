import { describe, expect, it } from '@jest/globals';
import { runLine } from '../run-line.js';

describe('B8: members fetch', () => {
  it.each([
    ['', { audiences: [], full: false, dryRun: false }],
    ['--full --dry-run', { audiences: [], full: true, dryRun: true }],
    [
      '--audience a36b032126 b36b032126',
      { audiences: ['a36b032126', 'b36b032126'], full: false, dryRun: false },
    ],
  ])('members fetch %s', async (options, request) => {
    const { code, bridges } = await runLine(`members fetch ${options}`);

    expect(code).toBe(0);
    expect(bridges.calls[0]).toMatchObject(['acme', 'fetchMembers', request]);
  });
});
