import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isOverdue, watchRuns, watchSync, type WatchDeps } from '../../../src/app/alerts/watch-sync.js';
import { accountSchema } from '../../../src/config/account-schema.js';
import { inMemory, openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import {
  BusyError,
  ConfigurationError,
  TransientError,
  type BridgeError,
} from '../../../src/support/errors.js';
import type { SyncResult } from '../../../src/sync/sync-account.js';
import { HandClock } from '../../store/hand-clock.js';

const audience = 'a36b032126';
const secretPath = '/services/T00/very-secret';
const gone = new ConfigurationError('Merge field LNAME is gone; ana@shop.pt waits', {
  code: 'mapping.invalid',
  hint: 'Take it out of the mapping.',
});

/** What Slack and Teams would get. */
class Hook {
  readonly texts: string[] = [];
  status = 200;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        if (this.status === 200) this.texts.push((JSON.parse(body) as { text: string }).text);
        response.writeHead(this.status).end();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${secretPath}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('B65: alerts of a sync', () => {
  let hook: Hook;
  let store: Store;
  let clock: HandClock;
  let warnings: string[];
  let deps: WatchDeps;

  beforeEach(async () => {
    hook = new Hook();
    clock = new HandClock();
    store = await openStore(inMemory, { clock });
    warnings = [];
    const config = accountSchema.parse({
      ...{ account: 'acme', audiences: [{ id: audience }], alerts: [{ webhook: await hook.listen() }] },
      odoo: { url: 'http://127.0.0.1:1', database: 'd', username: 'u', password: 'p' },
      mailchimp: { api_key: 'key-us1' },
    });
    deps = {
      config: { ...config, store: inMemory },
      ...{ store, clock, signal: new AbortController().signal, warn: (text) => warnings.push(text) },
      odoo: () => Promise.reject(new Error('no channel needs Odoo')),
    };
  });
  afterEach(async () => {
    await store.close();
    hook.close();
  });

  const sync = (error: BridgeError | null): Promise<SyncResult> =>
    watchSync(deps, [audience], () => {
      const stoppedAudiences = new Map(error === null ? [] : [[audience, error] as const]);
      return Promise.resolve({ runs: [], stopped: error === null ? [] : [error], stoppedAudiences });
    });
  const failing = (error: unknown): Promise<unknown> =>
    watchSync(deps, [audience], () => Promise.reject(error as Error)).catch((thrown: unknown) => thrown);

  it('what stops an audience is told once, with since when and what to do, and once that it works again', async () => {
    await sync(null);
    await sync(gone);
    await sync(gone);
    await sync(null);
    await sync(null);

    expect(hook.texts).toHaveLength(2);
    expect(hook.texts[0]).toMatch(/^MailChimp bridge, account acme: needs attention\n/u);
    expect(hook.texts[0]).toMatch(
      /Audience a36b032126 is not kept in step, since \d{4}-\d\d-\d\d \d\d:\d\d UTC: /u,
    );
    expect(hook.texts[0]).toContain('(mapping.invalid). What to do: Take it out of the mapping.');
    expect(hook.texts[1]).toMatch(/works again\nAudience a36b032126 is kept in step again/u);
  });

  it('an address in the words of the failure is masked', async () => {
    await sync(gone);

    expect(hook.texts[0]).not.toContain('ana@shop.pt');
  });

  it('what ends the whole run is told as the account’s, and thrown on', async () => {
    const login = new ConfigurationError('Odoo refuses the login', { code: 'odoo.login' });

    expect(await failing(login)).toBe(login);
    expect(hook.texts[0]).toContain('Account acme is not kept in step');
  });

  it('a server out of reach is told when it is so in the next run, too', async () => {
    const down = new TransientError('Odoo can’t be reached', { code: 'odoo.unreachable' });

    await failing(down);
    const early = hook.texts.length;
    await failing(down);

    expect([early, hook.texts.length]).toEqual([0, 1]);
  });

  it('a run that holds the account is no trouble', async () => {
    await failing(new BusyError('Another run is going on', { code: 'lock.held' }));
    await failing(new BusyError('Another run is going on', { code: 'lock.held' }));

    expect(hook.texts).toEqual([]);
  });

  it('a channel that refuses is named without its secret, and told by the next run', async () => {
    hook.status = 404;
    await sync(gone);
    hook.status = 200;

    await sync(gone);

    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('127.0.0.1 with 404');
    expect(warnings[0]).not.toContain('very-secret');
    expect(hook.texts).toHaveLength(1);
  });

  it('that it works again is not lost on a channel that was out of order', async () => {
    await sync(gone);
    hook.status = 500;
    await sync(null);
    hook.status = 200;

    await sync(null);
    await sync(null);

    expect(hook.texts.map((text) => text.includes('works again'))).toEqual([false, true]);
  });

  it('a sync that never comes any more is told by what stays up, and that it came', async () => {
    await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
    await watchRuns(deps);
    clock.advance(26 * 3_600_000);
    await watchRuns(deps);
    await watchRuns(deps);
    await sync(null);

    expect(hook.texts).toHaveLength(2);
    expect(hook.texts[0]).toContain('no sync has run since');
    expect(hook.texts[1]).toContain('works again');
  });
});

describe('B65: overdue', () => {
  const hour = 3_600_000;

  it.each([
    ['nothing that was never made', [], false],
    ['one that came every ten hours, after 26 hours', [0, -10, -20], true],
    ['a weekly one after 26 hours', [0, -7 * 24, -14 * 24], false],
    ['one that comes each minute, after 26 hours', [0, -1 / 60, -2 / 60], true],
  ])('%s', (_what, starts, late) => {
    expect(
      isOverdue(
        starts.map((at) => at * hour),
        26 * hour,
      ),
    ).toBe(late);
  });

  it('a weekly one after nine days', () => {
    expect(isOverdue([0, -7 * 24 * hour], 9 * 24 * hour)).toBe(true);
  });
});
