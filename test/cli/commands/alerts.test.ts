import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, TransientError, type BridgeError } from '../../../src/support/errors.js';
import { fakeBridges } from '../fake-bridge.js';
import { runLine } from '../run-line.js';

type Tested = { channel: string; error: BridgeError | null }[];

const tested = (line: string, channels: Tested) =>
  runLine(line, { bridges: fakeBridges(() => ({ testAlerts: () => Promise.resolve(channels) })) });

const noUser = new ConfigurationError('Odoo has no user marketing', {
  code: 'alert.no_user',
  hint: 'Write the login of an active Odoo user.',
});

describe('B65: alerts test', () => {
  it('says for each channel whether it was taken, and what to do', async () => {
    const { code, stdout } = await tested('alerts test', [
      { channel: 'webhook to hooks.example.org', error: null },
      { channel: 'activity for marketing', error: noUser },
    ]);

    expect(code).toBe(2);
    expect(stdout).toBe(
      'acme: webhook to hooks.example.org: sent\n' +
        'acme: activity for marketing: Odoo has no user marketing\n  Write the login of an active Odoo user.\n',
    );
  });

  it('gives JSON', async () => {
    const down = new TransientError('The alert did not reach hooks.example.org', {
      code: 'alert.unreachable',
    });

    const { code, stdout } = await tested('--json alerts test', [{ channel: 'webhook', error: down }]);

    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      alerts: [
        {
          ...{ account: 'acme', channel: 'webhook', ok: false },
          error: { code: 'alert.unreachable', message: down.message, hint: null },
        },
      ],
    });
  });

  it('of a file without alerts: says so', async () => {
    const { code, stdout } = await tested('alerts test', []);

    expect(code).toBe(0);
    expect(stdout).toContain('No account file has alerts:');
  });
});
