import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../src/store/open-store.js';
import type { Store } from '../../src/store/store.js';
import { forgetOld } from '../../src/sync/forget-old.js';
import { HandClock } from '../store/hand-clock.js';

const day = 24 * 3600 * 1000;

describe('forgetOld', () => {
  const clock = new HandClock();
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  let store: Store;

  beforeEach(async () => {
    store = await openStore(join(folder, 'store.db'), { clock });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('keeps the runs of a year', async () => {
    const start = () => store.runs.start({ command: 'sync', audienceId: 'a', dryRun: false });
    await start();
    clock.advance(2 * day);
    const recent = await start();
    clock.advance(364 * day);

    await forgetOld({ store, clock });

    expect((await store.runs.list(10)).map(({ id }) => id)).toEqual([recent]);
  });
});
