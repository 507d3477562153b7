import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClient, testKey } from './sandbox-client.js';
import type { MemberBody } from './sandbox-client.js';

describe('Bad input', () => {
  let client: SandboxClient;
  let audience: string;
  let members: string;
  let ana: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    audience = await client.audience();
    members = `/lists/${audience}/members`;
    const { body } = await client.api<MemberBody>('POST', members, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    ana = `${members}/${body.id}`;
    await client.api('POST', `/lists/${audience}/merge-fields`, {
      name: 'Size',
      tag: 'SIZE',
      type: 'dropdown',
      options: { choices: ['S', 'M'] },
    });
    await client.api('POST', `/lists/${audience}/merge-fields`, { name: 'Zip', tag: 'ZIP', type: 'zip' });
    await client.api('POST', `/lists/${audience}/merge-fields`, {
      name: 'Born',
      tag: 'BORN',
      type: 'birthday',
    });
    await client.api('POST', `/lists/${audience}/merge-fields`, { name: 'Day', tag: 'DAY', type: 'date' });
    await client.api('POST', `/lists/${audience}/merge-fields`, { name: 'Site', tag: 'SITE', type: 'url' });
  });
  afterAll(() => client.close());

  const errorsOf = async (method: string, path: string, body: unknown) => {
    const answer = await client.api<{ status: number; detail: string; errors?: unknown[] }>(
      method,
      path,
      body,
    );
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return { status: answer.status, detail: answer.body.detail, errors: answer.body.errors };
  };

  it('answers broken JSON with the parse error', async () => {
    expect(await errorsOf('POST', members, '{"email_address":')).toEqual({
      status: 400,
      detail: 'We encountered an unspecified JSON parsing error.',
      errors: undefined,
    });
  });

  it('answers bytes that are no text with the parse error', async () => {
    const answers = await Promise.all(
      [[0x22, 0xff, 0x22], [0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0x00]].map((bytes) =>
        fetch(`${client.sandbox.url}${members}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${testKey}` },
          body: new Uint8Array(bytes),
        }),
      ),
    );

    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ title: 'JSON Parse Error' });
    }
  });

  it('answers JSON that is nested without end with the parse error, and stays whole', async () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const segment = (value: string): string =>
      `{"name":"Deep","options":{"match":"all","conditions":[{"field":"FNAME","op":"is","value":${value}}]}}`;

    const refused = await client.api('POST', `/lists/${audience}/segments`, segment(deep(200_000)));
    const taken = await client.api('POST', `/lists/${audience}/segments`, segment(deep(400)));

    expect(refused.body).toMatchObject({ status: 400, title: 'JSON Parse Error' });
    expect(taken.status).toBe(200);
    expect((await client.api('GET', `/lists/${audience}/segments`)).status).toBe(200);
  });

  it('refuses 501 members', async () => {
    const many = Array.from({ length: 501 }, (_, index) => ({
      email_address: `m${index}@acme-widgets.com`,
      status: 'subscribed',
    }));

    const { status, detail } = await errorsOf('POST', `/lists/${audience}`, { members: many });

    expect(status).toBe(400);
    expect(detail).toMatch(/^Maximum allowed member items exceeded, please provide at most 500 items/);
    expect((await client.api('GET', members)).body.total_items).toBe(1);
  });

  it.each([
    [{ addr1: '1 Quay', city: 'Porto' }, 'Data did not match any of the schemas described in anyOf.'],
    [{ addr1: '1 Quay', city: '', state: 'PT', zip: '4000' }, 'Please enter a complete address'],
    [
      { addr1: '1 Quay', city: 'Porto', state: 'PT', zip: 4000 },
      'Schema describes string, integer found instead',
    ],
    ['1 Quay', 'Data did not match any of the schemas described in anyOf.'],
  ])('refuses the half address %j', async (address, message) => {
    const { status, errors } = await errorsOf('PATCH', ana, { merge_fields: { ADDRESS: address } });

    expect(status).toBe(400);
    expect(errors).toMatchObject([{ message }]);
  });

  it.each([
    [{ SIZE: 'L' }, 'Value must be one of: S, M (not L)'],
    [{ ZIP: '123' }, 'Please enter a zip code (5 digits)'],
    [{ BORN: '31/12' }, 'Please enter a month (01-12) and a day (01-31)'],
    [{ DAY: '2026-02-30' }, 'Please enter the date'],
    [{ SITE: 'nowhere' }, 'That is not a valid URL'],
    [{ FNAME: true }, 'Schema describes string, boolean found instead'],
  ])('refuses the merge value %j', async (merge_fields, message) => {
    const { status, detail, errors } = await errorsOf('PATCH', ana, { merge_fields });

    expect({ status, detail }).toEqual({ status: 400, detail: 'Your merge fields were invalid.' });
    expect(errors).toMatchObject([{ message }]);
  });

  it('refuses tags that are an object, also inside a member', async () => {
    const path = `${ana}/tags`;
    const message = 'This value should be of type iterable.';

    expect(await errorsOf('POST', path, { tags: { name: 'vip', status: 'active' } })).toMatchObject({
      errors: [{ field: 'tags', message }],
    });
    expect(await errorsOf('PUT', ana, { tags: { a: 1 } })).toMatchObject({
      errors: [{ field: 'tags', message }],
    });
  });

  it('refuses an unknown merge field type, a tag that is taken and a tag too long', async () => {
    const fields = `/lists/${audience}/merge-fields`;

    expect(await errorsOf('POST', fields, { name: 'X', type: 'colour' })).toMatchObject({
      status: 400,
      errors: [{ field: 'type' }],
    });
    expect(await errorsOf('POST', fields, { name: 'X', type: 'text', tag: 'fname' })).toMatchObject({
      status: 400,
    });
    expect(await errorsOf('POST', fields, { name: 'X', type: 'text', tag: 'ELEVENCHARS' })).toMatchObject({
      status: 400,
      errors: [{ field: 'tag' }],
    });
    expect(await errorsOf('POST', fields, {})).toMatchObject({
      errors: [{ field: '', message: 'Required fields were not provided: name, type' }],
    });
  });

  it('refuses a body of 10 MB and goes on living', async () => {
    const answer = await client.api('POST', members, `{"email_address":"${'x'.repeat(10 * 1024 * 1024)}"}`);

    expect(answer.status).toBe(413);
    expect(answer.body.title).toBe('Request Entity Too Large');
    expect((await client.api('GET', '/ping')).status).toBe(200);
  });

  it.each([
    ['GET', '/lists/nope/members', undefined, 404],
    ['GET', '/no/such/path', undefined, 404],
    ['POST', '/lists', { name: 'X' }, 400],
    ['POST', '/lists', [1, 2], 400],
    ['POST', '/lists', '"text"', 400],
    ['POST', '/lists/:a', { members: 'all' }, 400],
    ['POST', '/lists/:a', {}, 400],
    ['POST', '/lists/:a/segments/1', { members_to_add: [] }, 404],
    ['POST', '/lists/:a/segments', { name: 'X', static_segment: 'a' }, 400],
    ['POST', '/lists/:a/interest-categories', { title: 'X', type: 'maybe' }, 400],
    ['POST', '/lists/:a/webhooks', { url: 'not a url' }, 400],
    ['POST', '/lists/:a/webhooks', { url: 7, events: [] }, 400],
    ['POST', '/batches', { operations: [{ method: 'BREW', path: '/' }] }, 400],
    ['POST', '/batches', { operations: [null] }, 400],
    ['POST', '/batches', {}, 400],
    ['POST', '/lists/:a/members', { email_address: 'rui@acme-widgets.com' }, 400],
    ['POST', '/lists/:a/members', { email_address: 'rui@acme-widgets.com', status: 'archived' }, 400],
    [
      'POST',
      '/lists/:a/members',
      { email_address: 'rui@acme-widgets.com', status: 'subscribed', ip_opt: 'home' },
      400,
    ],
    ['POST', '/lists/:a/members', { email_address: { a: 1 }, status: 'subscribed' }, 400],
    [
      'POST',
      '/lists/:a/members',
      { email_address: 'rui@acme-widgets.com', status: 'subscribed', interests: { x: true } },
      400,
    ],
    [
      'POST',
      '/lists/:a/members',
      { email_address: 'rui@acme-widgets.com', status: 'subscribed', marketing_permissions: { a: 1 } },
      400,
    ],
    [
      'POST',
      '/lists/:a/members',
      { email_address: 'rui@acme-widgets.com', status: 'subscribed', merge_fields: 'FNAME' },
      400,
    ],
    [
      'POST',
      '/lists/:a/members',
      { email_address: 'rui@acme-widgets.com', status: 'subscribed', timestamp_opt: 'soon' },
      400,
    ],
    ['GET', '/lists/:a/members?count=many', undefined, 400],
    ['GET', '/lists/:a/members?status=gone', undefined, 400],
    ['GET', '/lists/:a/members?sort_field=email_address', undefined, 400],
    ['GET', '/lists/:a/members?sort_field=last_changed&sort_dir=UP', undefined, 400],
    ['GET', '/lists/:a/members?since_last_campaign=true', undefined, 400],
    ['GET', '/lists/:a/members?interest_category_id=a&interest_ids=a&interest_match=some', undefined, 400],
    ['GET', '/lists/:a/members?since_last_changed=yesterday', undefined, 400],
    ['GET', '/lists/:a/members?unsubscribed_since=2026-01-01T00:00:00Z', undefined, 400],
    ['GET', '/lists/:a/members?interest_ids=a', undefined, 400],
    ['POST', '/lists/:a/members/x/actions/dance', {}, 400],
    ['GET', '/search-members', undefined, 400],
    ['GET', '/lists/%E0%A4%A/members', undefined, 404],
    ['PATCH', '/lists/:a/members/__proto__', { status: 'subscribed' }, 404],
  ])('%s %s with %j is answered with a problem of MailChimp', async (method, path, body, status) => {
    const answer = await client.api(method, path.replace(':a', audience), body);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  });

  it('keeps a batch going when some of its items make no sense', async () => {
    const { status, body } = await client.api('POST', `/lists/${audience}`, {
      members: [null, 'text', { email_address: 5 }, {}, { email_address: 'eva@acme-widgets.com' }],
    });

    expect(status).toBe(200);
    expect(body.total_created).toBe(0);
    expect(body.errors).not.toHaveLength(0);
  });

  it('says in one sentence what is wrong with a control call', async () => {
    const wrong = [
      await client.control('POST', '/audiences', {}),
      await client.control('POST', '/audiences/nope/members', { count: 1, seed: 1 }),
      await client.control('POST', `/audiences/${audience}/members`, { count: -1 }),
      await client.control('POST', `/audiences/${audience}/members`, { members: [1] }),
      await client.control('POST', `/audiences/${audience}/persona`, {
        email: 'ana@acme-widgets.com',
        action: 'sing',
      }),
      await client.control('POST', `/audiences/${audience}/persona`, {
        email: 'nobody@acme-widgets.com',
        action: 'bounce',
      }),
      await client.control('POST', '/clock', { advance_seconds: -1 }),
      await client.control('POST', '/clock', { advance_seconds: 'long' }),
      await client.control('POST', '/audiences/nope/campaigns', {}),
      await client.control('POST', `/audiences/${audience}/members`, { count: 2_000_001 }),
      await client.control('PUT', '/knobs', { fail_with: 'fire' }),
      await client.control('PUT', '/knobs', '{'),
    ];

    expect(wrong.map(({ status }) => status)).toEqual([
      400, 404, 400, 400, 400, 404, 400, 400, 404, 400, 400, 400,
    ]);
    for (const { body } of wrong) expect(body.error).toEqual(expect.any(String));
  });
});
