import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../src/support/clock.js';
import { systemClock } from '../../../src/support/clock.js';
import { SandboxClient } from './sandbox-client.js';
import type { Json } from './sandbox-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

interface BatchBody extends Json {
  id: string;
  status: string;
  response_body_url: string;
}

describe('Batches', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;
  let aheadMs = 0;
  const clock: Clock = { now: () => new Date(Date.now() + aheadMs), sleep: systemClock.sleep };

  beforeAll(async () => {
    client = await SandboxClient.start({ clock });
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await client.close();
    await receiver.close();
  });
  beforeEach(async () => {
    aheadMs = 0;
    receiver.clear();
    await client.control('POST', '/reset');
    await client.knobs({ batch_step_ms: 1 });
  });

  const start = (operations: Json[]) => client.api<BatchBody>('POST', '/batches', { operations });
  const finished = async (id: string): Promise<BatchBody> => {
    for (;;) {
      const { body } = await client.api<BatchBody>('GET', `/batches/${id}`);
      if (body.status === 'finished') return body;
    }
  };

  it('goes through its steps and counts what failed', async () => {
    const { body: batch } = await start([
      { method: 'GET', path: '/ping', operation_id: 'one' },
      { method: 'GET', path: '/nowhere' },
    ]);

    expect(batch).toMatchObject({
      status: 'pending',
      total_operations: 2,
      completed_at: '',
      response_body_url: '',
    });
    expect(await finished(batch.id)).toMatchObject({ finished_operations: 2, errored_operations: 1 });
  });

  it('gives a tar with the folder first, results in files, answers as text', async () => {
    const { body: batch } = await start([
      { method: 'GET', path: 'ping', operation_id: 'one' },
      { method: 'GET', path: '/nowhere' },
    ]);
    const { response_body_url } = await finished(batch.id);

    const tar = gunzipSync(Buffer.from(await (await fetch(response_body_url)).arrayBuffer()));

    const nameAt = (block: number): string => tar.toString('utf8', block, block + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('utf8', 512 + 124, 512 + 135), 8);
    const results = JSON.parse(tar.toString('utf8', 1024, 1024 + size)) as Json[];
    expect(nameAt(0)).toBe('./');
    expect(nameAt(512)).toMatch(/^\.\/[0-9a-f]{32}\.json$/);
    expect(results[0]).toEqual({
      status_code: 200,
      operation_id: 'one',
      response: '{"health_status":"Everything\'s Chimpy!"}',
    });
    expect(results[1]).toMatchObject({ status_code: 404, operation_id: null });
    expect(JSON.parse(String(results[1]?.response))).toMatchObject({ instance: '' });
  });

  it('lets a link expire after ten minutes, and gives a new one on asking', async () => {
    const { body: batch } = await start([{ method: 'GET', path: '/ping' }]);
    const { response_body_url: old } = await finished(batch.id);

    aheadMs = 11 * 60_000;
    const { response_body_url: fresh } = await finished(batch.id);

    expect((await fetch(old)).status).toBe(403);
    expect((await fetch(fresh)).status).toBe(200);
  });

  it('forgets batches after a week, and at once when they are deleted', async () => {
    const { body: batch } = await start([{ method: 'GET', path: '/ping' }]);
    const { body: deleted } = await start([{ method: 'GET', path: '/ping' }]);

    await client.api('DELETE', `/batches/${deleted.id}`);

    expect((await client.api('GET', '/batches')).body.total_items).toBe(1);
    aheadMs = 8 * 24 * 3_600_000;
    expect((await client.api('GET', `/batches/${batch.id}`)).status).toBe(404);
  });

  it('refuses more than the pending ones it may have', async () => {
    await client.knobs({ max_pending_batches: 0 });

    const { status, body } = await start([{ method: 'GET', path: '/ping' }]);

    expect(status).toBe(429);
    expect(body.detail).toMatch(/^You have more than 0 pending batches\./);
  });

  it('tells the batch webhooks when it is done', async () => {
    await client.api('POST', '/batch-webhooks', { url: receiver.url });
    const { body: batch } = await start([{ method: 'GET', path: '/ping' }]);

    await finished(batch.id);
    while (receiver.received.length === 0) await client.api('GET', '/ping');

    expect(receiver.received[0]?.form).toMatchObject({
      type: 'batch_operation_completed',
      'data[id]': batch.id,
      'data[status]': 'finished',
      'data[finished_operations]': '1',
      'data[_links][0][rel]': 'self',
    });
  });
});
