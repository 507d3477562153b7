import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scheduleWorker } from '../../../src/app/daemon/schedule-worker.js';
import type { ServedAccount } from '../../../src/app/daemon/served-account.js';
import { accountSchema } from '../../../src/config/account-schema.js';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { HandClock } from '../../store/hand-clock.js';

const audience = 'a36b032126';
const hour = 3_600_000;

describe('the schedule of an account', () => {
  let folder: string;
  let clock: HandClock;
  let store: Store;
  let syncs: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'schedule-'));
    clock = new HandClock();
    store = await openStore(join(folder, 'store.db'), { clock });
    syncs = [];
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** `serve` begun now: it syncs when told to, and writes that down as `sync` does. */
  function begun(schedule: object | undefined) {
    const config = accountSchema.parse({
      ...{ account: 'acme', audiences: [{ id: audience }], schedule },
      odoo: { url: 'http://127.0.0.1:1', database: 'd', username: 'u', password: 'p' },
      mailchimp: { api_key: 'key-us1' },
    });
    const run = async (): Promise<unknown> => {
      syncs.push(clock.now().toISOString());
      await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
      return { runs: [], stopped: [], stoppedAudiences: new Map() };
    };
    const account = {
      ...{ config, store, clock, stopping: new AbortController().signal },
      queue: { run },
    } as unknown as ServedAccount;
    return scheduleWorker(account);
  }

  /** Steps as often as it asks for until so much time has passed. */
  async function pass(worker: ReturnType<typeof begun>, ms: number): Promise<void> {
    const end = clock.now().getTime() + ms;
    while (clock.now().getTime() < end) clock.advance((await worker?.step()) ?? ms);
  }

  it('is nothing without schedule:', () => {
    expect(begun(undefined)).toBeNull();
  });

  it('syncs at its times, in its time zone', async () => {
    clock.advance(Date.parse('2026-07-01T00:30:00Z') - clock.now().getTime());

    await pass(begun({ cron: '0 3 * * *', timezone: 'Europe/Brussels' }), 48 * hour);

    expect(syncs).toEqual(['2026-07-01T01:00:00.000Z', '2026-07-02T01:00:00.000Z']);
  });

  it('makes up once for all that was missed while nothing ran', async () => {
    clock.advance(Date.parse('2026-07-01T00:10:00Z') - clock.now().getTime());
    await store.runs.start({ command: 'sync', audienceId: audience, dryRun: false });
    clock.advance(9 * hour);

    await pass(begun({ cron: '0 * * * *' }), hour);

    expect(syncs).toEqual(['2026-07-01T09:10:00.000Z', '2026-07-01T10:00:00.000Z']);
  });
});
