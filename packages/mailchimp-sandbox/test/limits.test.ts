import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';

const minute = 60_000;

interface Requests {
  total: number;
  max_in_flight: number;
  rejected_429: number;
}

describe('Limits and failures', () => {
  let client: SandboxClient;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(() => client.control('POST', '/reset'));

  const later = (ms: number) => client.control('POST', '/clock', { advance_seconds: ms / 1000 });
  const requests = async (): Promise<Requests> => (await client.control<Requests>('GET', '/requests')).body;
  /** Looks at the counters until they are as wished; the test's time-out is the deadline. */
  const until = async (wished: (counters: Requests) => boolean): Promise<void> => {
    while (!wished(await requests()));
  };

  it('refuses the eleventh simultaneous call with the real 429', async () => {
    await client.knobs({ latency_ms: minute });

    const calls = Array.from({ length: 12 }, () => client.api('GET', '/ping'));
    await until(({ max_in_flight, rejected_429 }) => max_in_flight === 10 && rejected_429 === 2);
    await later(minute);
    const answers = await Promise.all(calls);

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
      is_syncing: {},
      max_in_flight: 10,
      rejected_429: 2,
    });
  });

  it('counts the connections of each key by itself, or of all together when the knob says so', async () => {
    const ping = async (key: string): Promise<number> =>
      (await client.api('GET', '/ping', undefined, { authorization: `Bearer ${key}` })).status;
    await client.knobs({ latency_ms: minute, max_connections: 1, connections_per: 'account' });
    const first = ping('one-us1');
    await until(({ max_in_flight }) => max_in_flight === 1);
    const together = await ping('two-us1');
    await client.knobs({ latency_ms: 0, connections_per: 'key' });
    const apart = await ping('two-us1');
    await later(minute);

    expect([await first, together, apart]).toEqual([200, 429, 200]);
  });

  it('gives the connection back whatever came of the call', async () => {
    await client.knobs({ max_connections: 1 });

    const wrong = [
      await client.api('GET', '/nowhere'),
      await client.api('POST', '/lists', '{'),
      await client.api('GET', '/ping', undefined, { 'x-trigger-error': 'Forbidden' }),
    ];

    expect(wrong.map(({ status }) => status)).toEqual([404, 400, 403]);
    expect((await client.api('GET', '/ping')).status).toBe(200);
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

  it('lets a call take 120 seconds and not more', async () => {
    const call = async (latency_ms: number): Promise<number> => {
      await client.control('DELETE', '/requests');
      await client.knobs({ latency_ms });
      const answer = client.api('GET', '/ping');
      await until(({ max_in_flight }) => max_in_flight === 1);
      await later(2 * minute);
      return (await answer).status;
    };

    expect([await call(2 * minute), await call(2 * minute + 1)]).toEqual([200, 502]);
  });

  it('does the work of a call that took too long, as a time-out does not undo it', async () => {
    const audience = await client.audience();
    await client.knobs({ latency_ms: 1000, timeout_ms: 5 });

    const { status, text, headers } = await client.api('POST', `/lists/${audience}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    await client.knobs({ latency_ms: 0 });

    expect(status).toBe(502);
    expect(text).toMatch(/^<html>/);
    expect(headers.get('content-type')).toBe('text/html');
    expect((await client.member(audience, 'ana@acme-widgets.com')).status).toBe('subscribed');
  });

  it('fails before the work, or after it when the knob says so', async () => {
    const audience = await client.audience();
    const add = (email_address: string) =>
      client.api('POST', `/lists/${audience}/members`, { email_address, status: 'subscribed' });
    await client.knobs({ fail_rate: 1, fail_with: '500' });
    await add('before@acme-widgets.com');
    await client.knobs({ fail_after_work: true });
    await add('after@acme-widgets.com');
    await client.knobs({ fail_rate: 0 });

    expect((await client.member(audience, 'before@acme-widgets.com')).status).toBe(404);
    expect((await client.member(audience, 'after@acme-widgets.com')).status).toBe('subscribed');
  });

  it('fails about as often as the rate says', async () => {
    await client.knobs({ fail_rate: 0.3 });
    const statuses: number[] = [];
    for (let call = 0; call < 200; call += 1) statuses.push((await client.api('GET', '/ping')).status);

    const failed = statuses.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(40);
    expect(failed).toBeLessThan(80);
  });

  it.each([
    ['whole audience', '', 40],
    ['a page of 20 members', '/members?count=20', 60],
    ['none of them', '/members?count=0', 40],
  ])('takes the time of the call and of each member in it: %s', async (_, path, seconds) => {
    const audience = await client.audience();
    await client.control('POST', `/audiences/${audience}/members`, { count: 30, seed: 1 });
    await client.knobs({ latency_ms: 40_000, latency_per_member_ms: 1000 });

    const answer = client.api('GET', `/lists/${audience}${path}`);
    for (let inFlight: unknown = 0; inFlight === 0;)
      inFlight = (await client.control('GET', '/requests')).body.max_in_flight;
    await client.control('POST', '/clock', { advance_seconds: seconds - 1 });
    const before = (await client.control('GET', '/requests')).body.total;
    await client.control('POST', '/clock', { advance_seconds: 1 });
    const { status } = await answer;

    expect([before, status]).toEqual([0, 200]);
  });

  it.each([
    ['BadRequest', 400, 'Bad Request', /./],
    ['InvalidAction', 400, 'Invalid Action', /^The action requested was not valid for this resource\.$/],
    ['InvalidResource', 400, 'Invalid Resource', /^The resource submitted could not be validated\./],
    ['JSONParseError', 400, 'JSON Parse Error', /^We encountered an unspecified JSON parsing error\.$/],
    ['APIKeyMissing', 401, 'API Key Missing', /^Your request did not include an API key\.$/],
    ['APIKeyInvalid', 401, 'API Key Invalid', /^Your API key may be invalid, or you've attempted/],
    ['Forbidden', 403, 'Forbidden', /^You don't have permission to access this resource\.$/],
    ['UserDisabled', 403, 'User Disabled', /^This account has been deactivated\.$/],
    [
      'WrongDatacenter',
      403,
      'WrongDatacenter',
      /^The API key provided is linked to a different data center\.$/,
    ],
    ['ResourceNotFound', 404, 'Resource Not Found', /^The requested resource could not be found\.$/],
    [
      'MethodNotAllowed',
      405,
      'Method Not Allowed',
      /^The requested method and resource are not compatible\./,
    ],
    ['ResourceNestingTooDeep', 414, 'Resource Nesting Too Deep', /^The sub-resource requested is nested/],
    ['InvalidMethodOverride', 422, 'Invalid Method Override', /^You can only use the X-HTTP-Method-Override/],
    ['RequestedFieldsInvalid', 422, 'Requested Fields Invalid', /^The fields requested from this resource/],
    [
      'TooManyRequests',
      429,
      'Too Many Requests',
      /^You have exceeded the limit of 10 simultaneous connections\.$/,
    ],
    ['InternalServerError', 500, 'Internal Server Error', /^An unexpected internal error has occurred\./],
    ['ComplianceRelated', 503, 'Compliance Related', /^This method has been disabled\.$/],
  ])('triggers %s on request', async (name, status, title, detail) => {
    const answer = await client.api('GET', '/ping', undefined, { 'x-trigger-error': name });

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, title, detail: expect.stringMatching(detail) });
    expect(answer.body.type).toBe('https://mailchimp.com/developer/marketing/docs/errors/');
    expect(answer.body.instance).toBe(answer.headers.get('x-request-id'));
    expect(answer.headers.get('link')).toContain('ProblemDetailDocument.json>; rel="describedBy"');
  });

  it('triggers nothing it does not know', async () => {
    expect((await client.api('GET', '/ping', undefined, { 'x-trigger-error': 'Earthquake' })).status).toBe(
      200,
    );
  });

  it.each([
    ['Bearer', 'Bearer abc-us1'],
    ['Basic, with any user name', `Basic ${btoa('anything:abc-us1')}`],
    ['Basic, without a user name', `Basic ${btoa(':abc-us1')}`],
    ['the word OAuth', 'OAuth abc-us1'],
  ])('lets in with %s', async (_, authorization) => {
    expect((await client.api('GET', '/ping', undefined, { authorization })).status).toBe(200);
  });

  it('takes the key of the query from a GET alone, and not beside another one', async () => {
    const bare = await fetch(`${client.sandbox.url}/ping?apikey=abc-us1`);
    const post = await fetch(`${client.sandbox.url}/lists?apikey=abc-us1`, { method: 'POST', body: '{}' });
    const same = await client.api('GET', '/ping?apikey=abc-us1', undefined, {
      authorization: 'Bearer abc-us1',
    });
    const conflict = await client.api('GET', '/ping?apikey=other-us1');

    expect([bare.status, post.status, same.status]).toEqual([200, 401, 200]);
    expect(conflict.body).toMatchObject({
      status: 401,
      detail:
        'The API key included in the query parameters is not consistent with the Authorization header. Please provide authorization using a single method.',
    });
  });

  it.each([
    ['nothing', undefined, 'API Key Missing'],
    ['an empty key', `Basic ${btoa('user:')}`, 'API Key Missing'],
    ['another scheme', 'Digest abc-us1', 'API Key Missing'],
    ['a key of another data centre', 'Bearer abc-us6', 'API Key Invalid'],
    ['a data centre and no key', 'Bearer -us1', 'API Key Invalid'],
    ['a key without a data centre', 'Bearer abc', 'API Key Invalid'],
  ])('answers 401 to %s', async (_, authorization, title) => {
    const answer = await fetch(`${client.sandbox.url}/ping`, {
      headers: authorization === undefined ? {} : { authorization },
    });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ status: 401, title });
  });

  it('takes the keys of another data centre, or any, when the knob says so', async () => {
    const ping = async (key: string) =>
      (await client.api('GET', '/ping', undefined, { authorization: `Bearer ${key}` })).status;
    await client.knobs({ datacenter: 'us6' });
    const other = [await ping('abc-us6'), await ping('abc-us1')];
    await client.knobs({ datacenter: '' });

    expect(other).toEqual([200, 401]);
    expect(await ping('anything')).toBe(200);
  });

  it('takes the method from the override header of a POST only', async () => {
    const audience = await client.audience();
    const headers = { 'x-http-method-override': 'PATCH' };

    const renamed = await client.api('POST', `/lists/${audience}`, { name: 'Weekly' }, headers);
    const refused = await client.api('GET', `/lists/${audience}`, undefined, headers);

    const deleted = await client.api(
      'POST',
      `/lists/${audience}`,
      {},
      { 'x-http-method-override': 'delete' },
    );

    expect(renamed.body.name).toBe('Weekly');
    expect(refused.body).toMatchObject({ status: 422, title: 'Invalid Method Override' });
    expect(deleted.status).toBe(204);
  });

  it('ignores unknown names in fields, or refuses them when the knob says so', async () => {
    const ignored = await client.api('GET', '/ping?fields=health_status,mood');
    await client.knobs({ unknown_fields: 'error' });
    const refused = await client.api('GET', '/ping?fields=health_status,mood');

    expect(ignored.body).toEqual({ health_status: "Everything's Chimpy!" });
    expect(refused.body).toMatchObject({ status: 422, title: 'Requested Fields Invalid' });
  });

  it('counts calls by route, and not those of the control API', async () => {
    const audience = await client.audience();
    await client.control('DELETE', '/requests');
    await client.api('PUT', `/lists/${audience}/members/${'0'.repeat(32)}`, {});
    await client.api('GET', `/lists/${audience}?fields=id`);
    await client.api('GET', '/no/such/thing');

    expect((await client.control('GET', '/requests')).body).toEqual({
      total: 3,
      by_route: {
        'PUT /lists/:list_id/members/:subscriber_hash': 1,
        'GET /lists/:list_id': 1,
        'GET (unknown)': 1,
      },
      is_syncing: {},
      max_in_flight: 1,
      rejected_429: 0,
    });
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
