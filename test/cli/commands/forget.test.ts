import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, RecordError, TransientError } from '../../../src/support/errors.js';
import { buildReceipt } from '../build-receipt.js';
import { fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

const line = 'forget ana@shop.pt';

describe('forget', () => {
  it('B57: refuses to remove anything when nobody can confirm it', async () => {
    const { code, stderr, bridges } = await runLine(line);

    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(bridges.calls).toEqual([]);
  });

  it('B57: asks nobody with --json', async () => {
    const { code, stdout, bridges } = await runLine(`${line} --json`, {
      io: { ask: () => Promise.resolve('y') },
    });

    expect([code, bridges.calls]).toEqual([2, []]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage.unconfirmed' } });
  });

  it('B57: shows what would be removed and asks, at a terminal', async () => {
    const questions: string[] = [];
    const ask = (question: string): Promise<string> => {
      questions.push(question);
      return Promise.resolve('y');
    };

    const { code, bridges, stdout } = await runLine(line, { io: { ask } });

    expect(code).toBe(0);
    expect(questions).toEqual([expect.stringContaining("can't be undone")]);
    expect(bridges.calls).toEqual([
      ['acme', 'forget', 'ana@shop.pt', { dryRun: true }],
      ['acme', 'close'],
      ['acme', 'forget', 'ana@shop.pt', { dryRun: false }],
      ['acme', 'close'],
    ]);
    expect(stdout).toContain('salted-hash');
  });

  it.each(['', 'n', 'no', 'yes please'])('B57: takes “%s” for a no', async (answer) => {
    const { code, bridges, stdout } = await runLine(line, { io: { ask: () => Promise.resolve(answer) } });

    expect(code).toBe(0);
    expect(bridges.calls).not.toContainEqual(['acme', 'forget', 'ana@shop.pt', { dryRun: false }]);
    expect(stdout).toContain('Nothing was removed.');
  });

  it('B57: asks nobody in a dry run', async () => {
    const { code, stdout } = await runLine(`${line} --dry-run`);

    expect(code).toBe(0);
    expect(stdout).toContain('would be removed');
  });

  it('B57: gives a receipt that says what stays, and why', async () => {
    const kept = { side: 'odoo', audience: null, model: 'res.partner', id: 12, reason: 'source' } as const;
    const bridges = fakeBridges(() => ({
      forget: () => Promise.resolve({ report: buildReceipt({ kept: [kept] }), failures: [] }),
    }));

    const { stdout } = await runLine(`${line} --yes`, { bridges });

    expect(stdout).toMatch(/res\.partner.*12.*kept/u);
    expect(stdout).toContain('Run 7');
    expect(stdout).not.toContain('ana@shop.pt');
  });

  it.each([
    ['a server is away', 3, [new TransientError('away', { code: 'mailchimp.unreachable' })]],
    ['Odoo refuses', 1, [new RecordError('no', { code: 'odoo.validation' })]],
    [
      'a right is missing and a server away',
      3,
      [
        new ConfigurationError('no right', { code: 'odoo.access' }),
        new TransientError('away', { code: 'odoo.timeout' }),
      ],
    ],
  ])('B57: names what is left when %s, and leaves with %i', async (_what, expected, failures) => {
    const place = { side: 'mailchimp', audience: 'a36b032126', model: 'member', id: null } as const;
    const left = [{ ...place, code: 'mailchimp.unreachable', description: 'MailChimp is away' }];
    const bridges = fakeBridges(() => ({
      forget: () => Promise.resolve({ report: buildReceipt({ left }), failures }),
    }));

    const { code, stdout } = await runLine(`${line} --yes`, { bridges });

    expect(code).toBe(expected);
    expect(stdout).toContain('left: MailChimp is away');
    expect(stdout).toContain('Next: give the command again');
  });
});
