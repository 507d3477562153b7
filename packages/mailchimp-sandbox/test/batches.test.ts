import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json } from './sandbox-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

interface BatchBody extends Json {
  id: string;
  status: string;
  response_body_url: string;
}

interface Result {
  status_code: number;
  operation_id: string | null;
  response: string;
}

describe('Batches', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    client = await SandboxClient.start();
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await client.close();
    await receiver.close();
  });
  beforeEach(async () => {
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

  const later = (seconds: number) => client.control('POST', '/clock', { advance_seconds: seconds });
  const resultsOf = async (url: string): Promise<Result[]> => {
    const tar = gunzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()));
    const results: Result[] = [];
    for (let block = 512; tar[block] !== 0 && block < tar.length;) {
      const size = Number.parseInt(tar.toString('utf8', block + 124, block + 135), 8);
      results.push(...(JSON.parse(tar.toString('utf8', block + 512, block + 512 + size)) as Result[]));
      block += 512 + Math.ceil(size / 512) * 512;
    }
    return results;
  };
  const ran = async (operations: Json[]): Promise<{ batch: BatchBody; results: Result[] }> => {
    const { body } = await start(operations);
    const batch = await finished(body.id);
    return { batch, results: await resultsOf(batch.response_body_url) };
  };

  it('goes step by step from pending to finished', async () => {
    await client.knobs({ batch_step_ms: 60_000 });
    const { body: batch } = await start([{ method: 'GET', path: '/ping' }]);
    const seen = [batch.status];

    for (let step = 0; step < 4; step += 1) {
      await later(60);
      let status = seen.at(-1) ?? '';
      while (status === seen.at(-1))
        status = (await client.api<BatchBody>('GET', `/batches/${batch.id}`)).body.status;
      seen.push(status);
    }

    expect(seen).toEqual(['pending', 'preprocessing', 'started', 'finalizing', 'finished']);
  });

  it('pages through everything with a GET that has no count, each page an operation', async () => {
    const audience = await client.audience();
    await client.control('POST', `/audiences/${audience}/members`, { count: 2300, seed: 1 });
    const path = `/lists/${audience}/members`;

    const { batch, results } = await ran([
      { method: 'GET', path, params: { status: 'subscribed', fields: 'members.id' }, operation_id: 'all' },
      { method: 'GET', path: `${path}?count=5`, operation_id: 'five' },
      { method: 'GET', path, params: { count: 7 }, operation_id: 'seven' },
    ]);

    const sizes = results.map(({ operation_id, response }) => [
      operation_id,
      (JSON.parse(response) as { members: Json[] }).members.length,
    ]);
    expect(batch).toMatchObject({ total_operations: 5, finished_operations: 5, errored_operations: 0 });
    expect(sizes.slice(0, 2)).toEqual([
      ['all', 1000],
      ['all', 1000],
    ]);
    expect(sizes.slice(2)).toEqual([
      ['all', expect.any(Number)],
      ['five', 5],
      ['seven', 7],
    ]);
  });

  it('does every kind of operation, each with the answer it would have had alone', async () => {
    const audience = await client.audience();
    const members = `lists/${audience}/members`;
    const body = JSON.stringify({ email_address: 'ana@acme-widgets.com', status: 'subscribed' });
    const hash = createHash('md5').update('ana@acme-widgets.com').digest('hex');

    const { batch, results } = await ran([
      { method: 'POST', path: `/${members}`, body },
      { method: 'POST', path: members, body, operation_id: 'again' },
      { method: 'PATCH', path: `/3.0/${members}/${hash}`, body: '{"vip":true}' },
      { method: 'PUT', path: `${members}/${hash}`, body: '{"status":' },
      { method: 'DELETE', path: `${members}/${hash}` },
      { method: 'DELETE', path: `${members}/${hash}` },
      { method: 'DELETE', path: '/lists/nowhere' },
    ]);

    expect(results.map(({ status_code }) => status_code)).toEqual([200, 400, 200, 400, 204, 405, 404]);
    expect(batch).toMatchObject({ finished_operations: 7, errored_operations: 4 });
    expect(JSON.parse(results[1]?.response ?? '')).toMatchObject({ title: 'Member Exists', instance: '' });
    expect(JSON.parse(results[3]?.response ?? '')).toMatchObject({ title: 'JSON Parse Error' });
    expect(results[4]).toEqual({ status_code: 204, operation_id: null, response: '' });
  });

  it('answers 204 with the word null when the knob says so', async () => {
    await client.knobs({ batch_empty_response: 'null' });

    const { results } = await ran([{ method: 'DELETE', path: `/lists/${await client.audience()}` }]);

    expect(results).toEqual([{ status_code: 204, operation_id: null, response: 'null' }]);
  });

  it('puts many results into several files', async () => {
    const operations = Array.from({ length: 1001 }, (_, index) => ({
      method: 'GET',
      path: '/ping',
      operation_id: String(index),
    }));

    const { results } = await ran(operations);

    expect(results.map(({ operation_id }) => operation_id)).toEqual(
      operations.map(({ operation_id }) => operation_id),
    );
  });

  it('stops a batch that is deleted before it is done', async () => {
    await client.knobs({ batch_step_ms: 60_000 });
    const audience = await client.audience();
    const body = JSON.stringify({ email_address: 'ana@acme-widgets.com', status: 'subscribed' });
    const { body: stopped } = await start([{ method: 'POST', path: `/lists/${audience}/members`, body }]);

    const { status } = await client.api('DELETE', `/batches/${stopped.id}`);
    await client.knobs({ batch_step_ms: 0 });
    await later(600);
    const { body: next } = await start([]);
    await finished(next.id);

    expect(status).toBe(204);
    expect((await client.api('GET', `/batches/${stopped.id}`)).status).toBe(404);
    expect((await client.api('GET', `/lists/${audience}/members`)).body.total_items).toBe(0);
  });

  it('shows results to whoever has the link, and not to who makes one up', async () => {
    const { body } = await start([{ method: 'GET', path: '/ping' }]);
    const { response_body_url } = await finished(body.id);

    const bare = await fetch(response_body_url);
    const forged = await fetch(response_body_url.replace(/Expires=\d+/, 'Expires=9999999999'));

    expect(response_body_url).toMatch(/-response\.tar\.gz\?GoogleAccessId=.+&Expires=\d+&Signature=/);
    expect([bare.status, forged.status]).toEqual([200, 403]);
  });

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

    await later(11 * 60);
    const { response_body_url: fresh } = await finished(batch.id);

    expect((await fetch(old)).status).toBe(403);
    expect((await fetch(fresh)).status).toBe(200);
  });

  it('forgets batches after a week, and at once when they are deleted', async () => {
    const { body: batch } = await start([{ method: 'GET', path: '/ping' }]);
    const { body: deleted } = await start([{ method: 'GET', path: '/ping' }]);

    await client.api('DELETE', `/batches/${deleted.id}`);

    expect((await client.api('GET', '/batches')).body.total_items).toBe(1);
    await later(8 * 24 * 3600);
    expect((await client.api('GET', `/batches/${batch.id}`)).status).toBe(404);
  });

  it('refuses more than the pending ones it may have', async () => {
    await client.knobs({ max_pending_batches: 0 });

    const { status, body } = await start([{ method: 'GET', path: '/ping' }]);

    expect(status).toBe(429);
    expect(body.detail).toMatch(/^You have more than 0 pending batches\./);
  });

  it('refuses more while too many webhooks of batches are pending', async () => {
    await client.knobs({ max_pending_webhooks: 0 });
    await client.api('POST', '/batch-webhooks', { url: receiver.url });
    receiver.answer = () => 500;
    const { body: batch } = await start([]);
    await finished(batch.id);
    while (receiver.received.length === 0) await client.api('GET', '/ping');

    const { status, body } = await start([]);

    expect(status).toBe(429);
    expect(body.detail).toBe(
      'You have more than 0 pending webhooks. Please wait for some to complete before adding any more batches.',
    );
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

  describe('Batch webhooks', () => {
    const register = (more: Json = {}) =>
      client.api<{ id: string }>('POST', '/batch-webhooks', { url: receiver.url, ...more });
    const settled = async (id: string): Promise<void> => {
      await finished(id);
      await client.api('GET', '/ping');
    };

    it('are validated by a GET, read, changed and deleted', async () => {
      const seen = receiver.validations;
      const { body: hook } = await register();
      const { body: nobody } = await client.api('POST', '/batch-webhooks', { url: 'http://127.0.0.1:1/' });
      const { body: changed } = await client.api('PATCH', `/batch-webhooks/${hook.id}`, { enabled: false });
      const { body: read } = await client.api('GET', `/batch-webhooks/${hook.id}`);
      const deleted = await client.api('DELETE', `/batch-webhooks/${hook.id}`);

      expect(receiver.validations).toBe(seen + 1);
      expect(hook).toMatchObject({ url: receiver.url, enabled: true });
      expect(nobody).toMatchObject({ status: 400, title: 'Invalid Resource', errors: [{ field: 'url' }] });
      expect([changed.enabled, read.enabled]).toEqual([false, false]);
      expect(deleted.status).toBe(204);
      expect((await client.api('GET', `/batch-webhooks/${hook.id}`)).status).toBe(404);
    });

    it('are 20 at most', async () => {
      await client.knobs({ validate_webhook_urls: false });
      for (let number = 0; number < 20; number += 1) expect((await register()).status).toBe(200);

      expect((await register()).status).toBe(400);
    });

    it('say nothing when they are off, and for good after 410', async () => {
      await register({ enabled: false });
      const { body: silent } = await start([]);
      await settled(silent.id);
      const { body: hook } = await register();
      receiver.answer = () => 410;
      const { body: told } = await start([]);
      while (receiver.received.length === 0) await settled(told.id);
      let enabled: unknown = true;
      while (enabled) enabled = (await client.api('GET', `/batch-webhooks/${hook.id}`)).body.enabled;
      const { body: after } = await start([]);
      await settled(after.id);

      expect(receiver.received.map(({ form }) => form['data[id]'])).toEqual([told.id]);
    });
  });
});
