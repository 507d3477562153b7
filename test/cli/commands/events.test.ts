import { describe, expect, it } from '@jest/globals';
import { fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const held = [{ audience: 'a36b032126', events: 28, since: '2026-01-31T12:00:00.000Z' }];
const bridges = () => fakeBridges(() => ({ releaseEvents: () => Promise.resolve(held) }));

describe('events release', () => {
  it('B54: lets go what is held of the audiences that are named', async () => {
    const {
      code,
      stdout,
      bridges: { calls },
    } = await runLine('events release --audience a36b032126', { bridges: bridges() });

    expect(code).toBe(0);
    expect(calls).toContainEqual(['acme', 'releaseEvents', { audiences: ['a36b032126'], dryRun: false }]);
    expect(stdout).toContain('a36b032126: 28 let go');
  });

  it('B54: shows with --dry-run what is held, for programs too', async () => {
    const words = await runLine('events release --dry-run', { bridges: bridges() });
    const json = await runLine('events release --dry-run --json', { bridges: bridges() });

    expect(words.bridges.calls).toContainEqual(['acme', 'releaseEvents', { audiences: [], dryRun: true }]);
    expect(words.stdout).toBe('a36b032126: 28 are held, the oldest came 2026-01-31 12:00:00 UTC\n');
    expect(JSON.parse(json.stdout)).toEqual({ dry_run: true, released: [{ account: 'acme', ...held[0] }] });
  });

  it('B54: says that none is held', async () => {
    expect((await runLine('events release')).stdout).toBe('No event is held.\n');
  });
});
