import { describe, expect, it } from '@jest/globals';
import {
  BusyError,
  ConfigurationError,
  LoginError,
  OperatorError,
  RecordError,
  TransientError,
  UnreachableError,
} from '../../src/support/errors.js';
import { buildRun } from './build-run.js';
import { fakeBridges } from './fake-bridge.js';
import { runLine } from './run-line.js';

const hint = 'Do something about it.';
const failingWith = (error: Error) => fakeBridges(() => ({ fetchMembers: () => Promise.reject(error) }));

const failures: [what: string, error: Error, code: number][] = [
  ['one record refused, in the middle of everything', new RecordError('x', { code: 'odoo.value', hint }), 1],
  ['an answer nobody knows', new OperatorError('x', { code: 'odoo.unexpected_answer', hint }), 1],
  ['a configuration', new ConfigurationError('x', { code: 'config.mapping', hint }), 2],
  ['a missing right', new ConfigurationError('x', { code: 'odoo.access', hint }), 2],
  ['a login', new LoginError('x', { code: 'odoo.login', hint }), 3],
  ['a server that is down', new UnreachableError('x', { code: 'odoo.unreachable', hint }), 3],
  ['a server that stumbles', new TransientError('x', { code: 'mailchimp.server', hint }), 3],
  ['a server that asks for patience', new BusyError('x', { code: 'mailchimp.throttled', hint }), 3],
  ['a cap', new OperatorError('x', { code: 'limits.max_changes', hint }), 4],
  ['another run', new BusyError('x', { code: 'lock.held', hint }), 5],
  ['a fault of the bridge itself', new TypeError('x is not a function'), 70],
];

describe('B41: exit codes', () => {
  it('0 when everything is done', async () => {
    expect((await runLine('members fetch')).code).toBe(0);
  });

  it('1 when some records failed', async () => {
    const totals = { created: 3, updated: 0, unchanged: 0, skipped: 0, failed: 1 };
    const bridges = fakeBridges(() => ({
      fetchMembers: () => Promise.resolve([buildRun(), buildRun({ totals })]),
    }));

    expect((await runLine('members fetch', { bridges })).code).toBe(1);
  });

  it.each(failures)('%s', async (_what, error, code) => {
    const bridges = failingWith(error);

    const line = await runLine('members fetch', { bridges });

    expect(line).toMatchObject({ code, stdout: '' });
    expect(line.stderr).toMatch(/^Error: .*x.*\n→ .+\n$/u);
    expect(bridges.calls.at(-1)).toEqual(['acme', 'close']);
  });

  it.each(failures)('the same with --json: %s', async (_what, error, code) => {
    const line = await runLine('members fetch --json', { bridges: failingWith(error) });

    expect(line).toMatchObject({ code, stderr: '' });
    expect(JSON.parse(line.stdout)).toEqual({
      error: {
        code: 'code' in error ? error.code : 'bug',
        message: expect.stringContaining('x'),
        hint: 'code' in error ? hint : 'Report this with the command that led to it.',
      },
    });
  });

  it('130 when it was stopped, and says that nothing is lost', async () => {
    const stop = new AbortController();
    const bridges = fakeBridges(({ signal }) => ({
      fetchMembers: () => {
        stop.abort(new Error('stopped by the user'));
        return Promise.reject(signal.reason as Error);
      },
    }));

    const line = await runLine('members fetch', { bridges, io: { signal: stop.signal } });

    expect(line.code).toBe(130);
    expect(line.stderr).toBe(
      'Error: Stopped before the end\n→ What was done stays; run the command again and it goes on from there.\n',
    );
  });

  it('an error without a hint leads to the catalogue', async () => {
    const { stderr } = await runLine('members fetch', {
      bridges: failingWith(new RecordError('x', { code: 'odoo.validation' })),
    });

    expect(stderr).toBe('Error: x\n→ docs/errors.md tells more about odoo.validation.\n');
  });
});
