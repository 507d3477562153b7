import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody, PageBody } from './sandbox-client.js';

interface SegmentBody extends Json {
  id: number;
  name: string;
  member_count: number;
  segments: SegmentBody[];
}

describe('Tags and segments', () => {
  let client: SandboxClient;
  let base: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    base = `/lists/${await client.audience()}`;
  });

  const add = async (email: string, more: Json = {}): Promise<MemberBody> =>
    (
      await client.api<MemberBody>('POST', `${base}/members`, {
        email_address: email,
        status: 'subscribed',
        ...more,
      })
    ).body;
  const tag = (id: string, tags: Json[]) => client.api('POST', `${base}/members/${id}/tags`, { tags });
  const tagsOf = async (id: string): Promise<string[]> => {
    const { body } = await client.api<MemberBody>('GET', `${base}/members/${id}/tags?count=1000`);
    return body.tags.map(({ name }) => name);
  };
  const segment = async (body: Json): Promise<SegmentBody> =>
    (await client.api<SegmentBody>('POST', `${base}/segments`, body)).body;
  const membersOf = async (id: number, query = ''): Promise<string[]> => {
    const { body } = await client.api<PageBody>('GET', `${base}/segments/${id}/members?count=1000&${query}`);
    return body.members.map(({ email_address }) => email_address);
  };

  it('makes a tag when it is put on, not when it is taken off, and keeps its first casing', async () => {
    const ana = await add('ana@acme-widgets.com');
    const rui = await add('rui@acme-widgets.com');

    await tag(ana.id, [
      { name: 'Very Important', status: 'active' },
      { name: 'never there', status: 'inactive' },
    ]);
    await tag(rui.id, [{ name: 'VERY important', status: 'active' }]);

    expect(await tagsOf(rui.id)).toEqual(['Very Important']);
    const { body } = await client.api('GET', `${base}/tag-search`);
    expect(body).toMatchObject({ tags: [{ name: 'Very Important' }], total_items: 1 });
  });

  it('shows 50 tags with the member and all of them by themselves, in pages', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `tag ${index}`);
    const ana = await add('ana@acme-widgets.com', { tags: names });

    const { body: page } = await client.api<MemberBody>('GET', `${base}/members/${ana.id}/tags?offset=55`);

    expect(ana.tags).toHaveLength(50);
    expect(ana.tags_count).toBe(60);
    expect(await tagsOf(ana.id)).toEqual(names);
    expect(page).toMatchObject({ total_items: 60 });
    expect(page.tags.map(({ name }) => name)).toEqual(names.slice(55));
    expect(Object.keys(page.tags[0] ?? {})).toEqual(['id', 'name', 'date_added']);
  });

  it('finds tags by the start of their name, whatever its case', async () => {
    await add('ana@acme-widgets.com', { tags: ['Tea', 'teapot', 'Coffee'] });

    const { body } = await client.api('GET', `${base}/tag-search?name=TEA`);

    expect(body).toMatchObject({ tags: [{ name: 'Tea' }, { name: 'teapot' }], total_items: 2 });
  });

  it('tags archived members, and refuses unknown ones and nonsense', async () => {
    const ana = await add('ana@acme-widgets.com');
    await client.api('DELETE', `${base}/members/${ana.id}`);
    const active = [{ name: 'vip', status: 'active' }];

    expect((await tag(ana.id, active)).status).toBe(204);
    expect(await tagsOf(ana.id)).toEqual(['vip']);
    expect((await tag('0'.repeat(32), active)).status).toBe(404);
    expect((await tag(ana.id, [{ name: 'vip', status: 'on' }])).status).toBe(400);
    expect((await tag(ana.id, [{ status: 'active' }])).status).toBe(400);
    const { body } = await client.api('POST', `${base}/members/${ana.id}/tags`, {
      tags: active,
      is_syncing: 'yes',
    });
    expect(body).toMatchObject({ errors: [{ field: 'is_syncing' }] });
  });

  it('is a static segment: one id, filled with addresses, unknown ones ignored', async () => {
    await add('ana@acme-widgets.com');
    const empty = await segment({ name: 'Empty', static_segment: [] });
    const made = await segment({
      name: 'Made',
      static_segment: ['ANA@acme-widgets.com', 'nobody@acme-widgets.com'],
    });
    const again = await client.api('POST', `${base}/segments`, { name: 'made', static_segment: [] });

    const { tags } = await client.member(base.slice('/lists/'.length), 'ana@acme-widgets.com');
    expect(empty).toMatchObject({ type: 'static', member_count: 0 });
    expect(made.member_count).toBe(1);
    expect(tags).toEqual([{ id: made.id, name: 'Made' }]);
    expect(again.status).toBe(400);
  });

  it('is replaced by PATCH, renamed by PATCH, and taken from everybody by DELETE', async () => {
    const ana = await add('ana@acme-widgets.com');
    await add('rui@acme-widgets.com');
    const { id } = await segment({ name: 'Old', static_segment: ['ana@acme-widgets.com'] });
    const other = await segment({ name: 'Other', static_segment: [] });

    const { body: replaced } = await client.api('PATCH', `${base}/segments/${id}`, {
      name: 'New',
      static_segment: ['rui@acme-widgets.com'],
    });
    const clash = await client.api('PATCH', `${base}/segments/${other.id}`, { name: 'NEW' });

    expect(replaced).toMatchObject({ id, name: 'New', member_count: 1 });
    expect(await membersOf(id)).toEqual(['rui@acme-widgets.com']);
    expect(await tagsOf(ana.id)).toEqual([]);
    expect(clash.status).toBe(400);
    expect((await client.api('DELETE', `${base}/segments/${id}`)).status).toBe(204);
    expect((await client.member(base.slice('/lists/'.length), 'rui@acme-widgets.com')).tags).toEqual([]);
    expect((await client.api('GET', `${base}/segments/${id}`)).status).toBe(404);
  });

  it('adds and removes 500 at a time, and says whom it does not know', async () => {
    const emails = Array.from({ length: 500 }, (_, index) => `m${index}@acme-widgets.com`);
    await client.api('POST', base, {
      members: emails.map((email_address) => ({ email_address, status: 'subscribed' })),
    });
    const { id } = await segment({ name: 'All', static_segment: [] });
    const change = (body: Json) =>
      client.api<Json & { members_added: MemberBody[] }>('POST', `${base}/segments/${id}`, body);

    const added = await change({ members_to_add: [...emails.slice(1), 'nobody@acme-widgets.com'] });
    const removed = await change({ members_to_remove: emails });
    const tooMany = await change({ members_to_add: [...emails, 'one.more@acme-widgets.com'] });

    expect(added.body).toMatchObject({
      total_added: 499,
      total_removed: 0,
      errors: [{ email_addresses: ['nobody@acme-widgets.com'] }],
      error_count: 1,
    });
    expect(added.body.members_added).toHaveLength(499);
    expect(removed.body).toMatchObject({ total_added: 0, total_removed: 499, error_count: 0 });
    expect(tooMany.body).toMatchObject({
      status: 400,
      title: 'Invalid Resource',
      detail:
        'Maximum allowed member items exceeded, please provide at most 500 items in members_to_add field or members_to_remove field',
    });
  });

  it('takes and loses one member, and refuses who is not there', async () => {
    const ana = await add('ana@acme-widgets.com');
    const { id } = await segment({ name: 'Tag', static_segment: [] });
    const members = `${base}/segments/${id}/members`;

    const added = await client.api('POST', members, { email_address: 'ana@acme-widgets.com' });
    const unknown = await client.api('POST', members, { email_address: 'nobody@acme-widgets.com' });
    const removed = await client.api('DELETE', `${members}/${ana.id}`);
    const again = await client.api('DELETE', `${members}/${ana.id}`);

    expect(added.body).toMatchObject({ id: ana.id });
    expect([unknown.status, removed.status, again.status]).toEqual([404, 204, 404]);
  });

  it('counts and lists the subscribed, and others when they are included', async () => {
    const statuses = ['subscribed', 'unsubscribed', 'cleaned', 'transactional'];
    for (const status of statuses) await add(`${status}@acme-widgets.com`, { status, tags: ['all'] });
    const { body } = await client.api<SegmentBody>('GET', `${base}/segments?type=static`);
    const { id, member_count } = body.segments[0] ?? { id: 0 };
    const including = 'include_cleaned=true&include_transactional=true&include_unsubscribed=true';

    const all = await client.api('GET', `${base}/segments/${id}?${including}`);

    expect(member_count).toBe(1);
    expect(all.body.member_count).toBe(4);
    expect(await membersOf(id)).toEqual(['subscribed@acme-widgets.com']);
    expect(await membersOf(id, including)).toHaveLength(4);
  });

  it('answers saved questions about fields, addresses and tags', async () => {
    await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana' }, tags: ['vip'] });
    await add('rui@harbour-books.com', { merge_fields: { FNAME: 'Rui' } });
    const { body: tags } = await client.api<MemberBody>('GET', `${base}/tag-search?name=vip`);
    const asked = async (field: string, op: string, value: unknown): Promise<string[]> => {
      const options = { match: 'all', conditions: [{ field, op, value }] };
      const { id, type } = await segment({ name: `${field} ${op}`, options });
      expect(type).toBe('saved');
      return (await membersOf(id)).map((email) => email.slice(0, 3));
    };

    expect(await asked('FNAME', 'is', 'ana')).toEqual(['ana']);
    expect(await asked('FNAME', 'not', 'ana')).toEqual(['rui']);
    expect(await asked('EMAIL', 'contains', 'harbour')).toEqual(['rui']);
    expect(await asked('LNAME', 'blank', '')).toEqual(['ana', 'rui']);
    expect(await asked('static_segment', 'static_is', tags.tags[0]?.id)).toEqual(['ana']);
    expect(await asked('static_segment', 'static_not', tags.tags[0]?.id)).toEqual(['rui']);
    expect(await asked('FNAME', 'constructor', 'x')).toEqual([]);
  });

  it('restricts segments by type and time', async () => {
    await segment({ name: 'Tag', static_segment: [] });
    await segment({ name: 'Question', options: { match: 'any', conditions: [] } });
    const names = async (query: string): Promise<string[]> => {
      const { body } = await client.api<SegmentBody>('GET', `${base}/segments?${query}`);
      return body.segments.map(({ name }) => name);
    };

    expect(await names('type=static')).toEqual(['Tag']);
    expect(await names('type=saved')).toEqual(['Question']);
    expect(await names('before_created_at=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await names('since_updated_at=2020-01-01T00:00:00Z')).toEqual(['Tag', 'Question']);
    expect((await client.api('GET', `${base}/segments?since_created_at=soon`)).status).toBe(400);
  });
});
