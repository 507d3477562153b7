import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';

describe('Limits and failures', () => {
  let client: SandboxClient;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(() => client.control('POST', '/reset'));

  it('refuses the eleventh simultaneous call with the real 429', async () => {
    await client.knobs({ latency_ms: 100 });

    const answers = await Promise.all(Array.from({ length: 12 }, () => client.api('GET', '/ping')));

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.body).toMatchObject({
      title: 'Too Many Requests',
      detail: 'You have exceeded the limit of 10 simultaneous connections.',
    });
    expect(refused[0]?.headers.get('retry-after')).toBeNull();
    expect((await client.control('GET', '/requests')).body).toEqual({
      total: 12,
      by_route: { 'GET /ping': 12 },
      max_in_flight: 10,
      rejected_429: 2,
    });
  });

  it.each([
    ['empty_429', 429],
    ['empty_403', 403],
  ])('answers without a body in the mode %s', async (mode, status) => {
    await client.knobs({ max_connections: 0, limit_response: mode });

    const answer = await client.api('GET', '/ping');

    expect(answer).toMatchObject({ status, text: '' });
  });

  it.each([
    ['429', 429, 'json'],
    ['500', 500, 'json'],
    ['502_html', 502, 'html'],
    ['503_html', 503, 'html'],
    ['timeout', 502, 'html'],
  ])('fails with %s when the knobs say so', async (mode, status, form) => {
    await client.knobs({ fail_rate: 1, fail_with: mode, timeout_ms: 5 });

    const answer = await client.api('GET', '/ping');

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain(form);
  });

  it('ends a call that takes too long in the page of the CDN', async () => {
    await client.knobs({ latency_ms: 1000, timeout_ms: 5 });

    expect((await client.api('GET', '/ping')).status).toBe(502);
  });

  it.each([
    ['APIKeyMissing', 401, 'API Key Missing'],
    ['ResourceNestingTooDeep', 414, 'Resource Nesting Too Deep'],
    ['UserDisabled', 403, 'User Disabled'],
  ])('triggers %s on request', async (name, status, title) => {
    const answer = await client.api('GET', '/ping', undefined, { 'x-trigger-error': name });

    expect(answer.status).toBe(status);
    expect(answer.body.title).toBe(title);
  });

  it('answers 401 without a key and with one of another data centre', async () => {
    const missing = await fetch(`${client.sandbox.url}/ping`);
    const elsewhere = await client.api('GET', '/ping', undefined, { authorization: 'Bearer abc-us6' });
    const both = await client.api('GET', '/ping?apikey=other-us1');
    const basic = await client.api('GET', '/ping', undefined, {
      authorization: `Basic ${Buffer.from('anything:abc-us1').toString('base64')}`,
    });

    expect(missing.status).toBe(401);
    expect(elsewhere.body.title).toBe('API Key Invalid');
    expect(both.body.detail).toMatch(/^The API key included in the query parameters is not consistent/);
    expect(basic.status).toBe(200);
  });

  it('takes the method from the override header of a POST only', async () => {
    const audience = await client.audience();
    const headers = { 'x-http-method-override': 'PATCH' };

    const renamed = await client.api('POST', `/lists/${audience}`, { name: 'Weekly' }, headers);
    const refused = await client.api('GET', `/lists/${audience}`, undefined, headers);

    expect(renamed.body.name).toBe('Weekly');
    expect(refused.status).toBe(422);
  });

  it('says which methods a resource has', async () => {
    const { status, headers } = await client.api('PUT', '/lists');

    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('GET, POST');
  });

  it('refuses unknown knobs with the names of all', async () => {
    const { status, body } = await client.control('PUT', '/knobs', { latency: 1 });

    expect(status).toBe(400);
    expect(body.error).toMatch(/^Unknown knob latency. Knobs: latency_ms,/);
  });
});
