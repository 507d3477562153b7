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

  it.each(['config', 'nowhere/plan.json'])(
    'B41: a plan that can’t be written to %s is told as that',
    async (file) => {
      const { code, stderr } = await runLine(`members fetch --plan ${file}`);

      expect(code).toBe(2);
      expect(stderr).toMatch(new RegExp(`^Error: The plan can't be written to ${file}\n→ Name a file`, 'u'));
    },
  );
});
