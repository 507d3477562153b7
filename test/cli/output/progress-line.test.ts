import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { fakeBridges } from '../fake-bridge.js';
import { buildRun } from '../build-run.js';
import { runLine } from '../run-line.js';
import { progressText } from '../../../src/cli/output/progress-line.js';

const page = { account: 'acme', audience: 'a36b032126', phase: 'members', done: 3000, total: 10_000 };
const reporting = (events: object[] = [page]) =>
  fakeBridges(({ progress }) => ({
    fetchMembers: () => {
      for (const event of events) progress({ ...page, ...event });
      return Promise.resolve([buildRun()]);
    },
  }));

describe('B40: progress', () => {
  it('nothing but the result under cron', async () => {
    const { stderr, stdout } = await runLine('members fetch', { bridges: reporting() });

    expect(stderr).toBe('');
    expect(stdout).not.toContain('3,000');
  });

  it('on a terminal one line that is rewritten and then taken away', async () => {
    const bridges = reporting([{ done: 1000 }, { done: 2000 }]);

    const { stderr, stdout } = await runLine('members fetch', { bridges, io: { isTerminal: true } });

    expect(stdout).not.toContain('of 10,000');
    expect(stderr).not.toContain('\n');
    const rewritten = stderr.split('\r\u001B[2K');
    expect(rewritten).toHaveLength(4);
    expect([rewritten[0], rewritten[3]]).toEqual(['', '']);
    expect(rewritten[2]).toContain('members 2,000 of 10,000');
  });

  it('on stderr only, so that --json stays one object', async () => {
    const { stdout, stderr } = await runLine('members fetch --json', {
      bridges: reporting(),
      io: { isTerminal: true },
    });

    expect(JSON.parse(stdout)).toMatchObject({ command: 'members fetch' });
    expect(stderr).toContain('members 3,000 of 10,000');
  });

  it('never wraps, or it could not be taken back', async () => {
    const { stderr } = await runLine('members fetch', {
      bridges: reporting([{ phase: 'a very long name of what is being done' }]),
      io: { isTerminal: true, columns: 40 },
    });

    const lines = stderr.split('\r').map((line) => stripVTControlCharacters(line).length);
    expect(Math.max(...lines)).toBe(39);
  });

  it.each([
    [{}, 2.5, 'acme · a36b032126 · members 3,000 of 10,000 · 1,200/s · 6 s left'],
    [{ done: 10_000 }, 2, 'acme · a36b032126 · members 10,000 of 10,000 · 5,000/s'],
    [{ total: null }, 2, 'acme · a36b032126 · members 3,000 · 1,500/s'],
    [{ done: 100 }, 1, 'acme · a36b032126 · members 100 of 10,000 · 100/s · 1 min 39 s left'],
    [{}, 0, 'acme · a36b032126 · members 3,000 of 10,000'],
  ])('tells rate and time left: %j', (change, seconds, text) => {
    expect(progressText({ ...page, ...change }, seconds)).toBe(text);
  });
});
