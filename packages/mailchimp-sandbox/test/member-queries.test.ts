import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { MemberBody, PageBody } from './sandbox-client.js';

describe('Reading members', () => {
  let client: SandboxClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    audience = await client.audience();
    await client.control('POST', `/audiences/${audience}/members`, { count: 2500, seed: 5 });
  });
  afterAll(() => client.close());

  const get = async (query: string): Promise<PageBody> =>
    (await client.api<PageBody>('GET', `/lists/${audience}/members?${query}`)).body;
  const idsOf = (members: readonly MemberBody[]): string[] => members.map(({ id }) => id);

  it('gives ten by default, a thousand at most, and counts with none', async () => {
    expect((await get('')).members).toHaveLength(10);
    expect((await get('count=3000')).members).toHaveLength(1000);
    expect(await get('count=0')).toMatchObject({ members: [], total_items: expect.any(Number) });
  });

  it('answers past the end with nothing and the same total', async () => {
    const { total_items } = await get('count=1');

    expect(await get('offset=9999')).toMatchObject({ members: [], total_items });
  });

  it('visits everybody once by pages, archived ones only when asked', async () => {
    const pages = [
      await get('count=1000'),
      await get('count=1000&offset=1000'),
      await get('count=1000&offset=2000'),
    ];

    const ids = pages.flatMap(({ members }) => idsOf(members));
    const { total_items: archived } = await get('status=archived');
    expect(new Set(ids).size).toBe(pages[0]?.total_items);
    expect(ids.length + archived).toBe(2500);
    expect(archived).toBeGreaterThan(5);
  });

  it('seeds mostly subscribed members, all before now, in ascending order of change', async () => {
    const { members } = await get('count=1000');
    const { total_items: subscribed } = await get('status=subscribed&count=0');

    const changes = members.map(({ last_changed }) => last_changed);
    expect(subscribed / 2500).toBeCloseTo(0.9, 1);
    expect([...changes].sort()).toEqual(changes);
    expect(new Set(changes).size).toBeGreaterThan(990);
    expect(Date.parse(changes.at(-1) ?? '')).toBeLessThan(Date.now());
  });

  it('sorts by last change both ways and starts after a mark', async () => {
    const { members: first } = await get('count=1000&sort_field=last_changed&sort_dir=ASC');
    const mark = first[499]?.last_changed ?? '';
    const since = await get(
      `count=1000&sort_field=last_changed&sort_dir=ASC&since_last_changed=${encodeURIComponent(mark)}`,
    );
    const before = await get(`count=1000&before_last_changed=${encodeURIComponent(mark)}`);
    const { members: last } = await get('count=5&sort_field=last_changed&sort_dir=DESC');

    expect(since.members[0]?.id).toBe(first[500]?.id);
    expect(since.total_items + before.total_items + 1).toBe((await get('count=0')).total_items);
    expect(last.map(({ last_changed }) => last_changed)).toEqual(
      last
        .map(({ last_changed }) => last_changed)
        .sort()
        .reverse(),
    );
  });

  it('moves a member to the end of the order of changes when it changes', async () => {
    const { members } = await get('count=1&offset=42');
    const { id } = members[0] ?? { id: '' };
    await client.api('PATCH', `/lists/${audience}/members/${id}`, { merge_fields: { FNAME: 'Changed' } });

    const { members: last } = await get('count=1&sort_field=last_changed&sort_dir=DESC');

    expect(last[0]?.id).toBe(id);
  });

  it('finds by unique id, type, vip, and by sign-up time', async () => {
    const { members } = await get('count=1&offset=7');
    const [member] = members;
    await client.api('PATCH', `/lists/${audience}/members/${member?.id ?? ''}`, {
      vip: true,
      email_type: 'text',
    });

    expect(idsOf((await get(`unique_email_id=${member?.unique_email_id ?? ''}`)).members)).toEqual([
      member?.id,
    ]);
    expect(idsOf((await get('vip_only=true')).members)).toEqual([member?.id]);
    expect(idsOf((await get('email_type=text')).members)).toEqual([member?.id]);
    const { members: byOpt } = await get(
      'count=1000&sort_field=timestamp_opt&sort_dir=DESC&status=subscribed',
    );
    const times = byOpt.map(({ timestamp_opt }) => String(timestamp_opt));
    expect(times).toEqual([...times].sort().reverse());
  });

  it('finds who unsubscribed since a date', async () => {
    const { members } = await get('status=unsubscribed&count=1000');
    const mark = members[9]?.last_changed ?? '';

    const { total_items } = await get(`status=unsubscribed&unsubscribed_since=${encodeURIComponent(mark)}`);

    expect(total_items).toBe(members.length - 10);
  });

  it('counts from the day somebody unsubscribed, not from what changed since', async () => {
    const other = await client.audience();
    await client.control('POST', `/audiences/${other}/members`, {
      members: [
        {
          email_address: 'ana@acme-widgets.com',
          status: 'unsubscribed',
          last_changed: '2026-01-01T00:00:00Z',
        },
        {
          email_address: 'rui@acme-widgets.com',
          status: 'unsubscribed',
          last_changed: '2026-03-01T00:00:00Z',
        },
      ],
    });
    await client.api('PATCH', `/lists/${other}/members/ana@acme-widgets.com`, { language: 'pt' });

    const { body } = await client.api<PageBody>(
      'GET',
      `/lists/${other}/members?status=unsubscribed&unsubscribed_since=2026-02-01T00:00:00Z`,
    );

    expect(body.members.map(({ email_address }) => email_address)).toEqual(['rui@acme-widgets.com']);
  });

  it('restricts and sorts by opt-in and by sign-up; who never opted in has not done so before any date', async () => {
    const other = await client.audience();
    const days = { ana: '2026-01-03', rui: '2026-01-01', eva: '2026-01-02' };
    await client.control('POST', `/audiences/${other}/members`, {
      members: [
        ...Object.entries(days).map(([name, day]) => ({
          email_address: `${name}@acme-widgets.com`,
          timestamp_opt: `${day} 12:00:00`,
          timestamp_signup: `${day}T11:00:00Z`,
        })),
        { email_address: 'jo@acme-widgets.com', status: 'pending' },
      ],
    });
    const names = async (query: string): Promise<string[]> => {
      const { body } = await client.api<PageBody>('GET', `/lists/${other}/members?${query}`);
      return body.members.map(({ email_address }) => email_address.slice(0, 3).replace('@', ''));
    };

    expect(await names('sort_field=timestamp_opt&sort_dir=ASC')).toEqual(['jo', 'rui', 'eva', 'ana']);
    expect(await names('sort_field=timestamp_signup&sort_dir=DESC')).toEqual(['ana', 'eva', 'rui', 'jo']);
    expect(await names('before_timestamp_opt=2026-01-02T12:00:00Z')).toEqual(['rui']);
    expect(await names('since_timestamp_opt=2026-01-01T12:00:00Z')).toEqual(['ana', 'eva']);
    expect(
      await names('since_timestamp_opt=2026-01-01T12:00:00Z&before_timestamp_opt=2026-01-03T12:00:00Z'),
    ).toEqual(['eva']);
    await client.api('PATCH', `/lists/${other}/members/rui@acme-widgets.com`, {
      timestamp_opt: '2026-01-04 12:00:00',
    });
    expect(await names('sort_field=timestamp_opt&sort_dir=DESC')).toEqual(['rui', 'ana', 'eva', 'jo']);
  });

  it('understands a plus that nobody escaped, and the zone of a time', async () => {
    const other = await client.audience();
    await client.control('POST', `/audiences/${other}/members`, {
      members: [{ email_address: 'ana@acme-widgets.com', last_changed: '2026-01-01T12:00:00+02:00' }],
    });
    const total = async (since: string): Promise<number> =>
      (await client.api<PageBody>('GET', `/lists/${other}/members?since_last_changed=${since}`)).body
        .total_items;

    expect(await total('2026-01-01T10:59:59+01:00')).toBe(1);
    expect(await total('2026-01-01T11:00:00%2B01:00')).toBe(0);
  });

  it('matches interests by any, all and none', async () => {
    const other = await client.audience();
    const base = `/lists/${other}/interest-categories`;
    const { body: category } = await client.api<{ id: string }>('POST', base, {
      title: 'Topics',
      type: 'checkboxes',
    });
    const add = async (name: string): Promise<string> =>
      (await client.api<{ id: string }>('POST', `${base}/${category.id}/interests`, { name })).body.id;
    const [tea, coffee] = [await add('Tea'), await add('Coffee')];
    const choices = { ana: { [tea]: true }, eva: { [tea]: true, [coffee]: true }, rui: {} };
    for (const [name, interests] of Object.entries(choices)) {
      await client.api('POST', `/lists/${other}/members`, {
        email_address: `${name}@acme-widgets.com`,
        status: 'subscribed',
        interests,
      });
    }

    const count = async (match: string): Promise<number> => {
      const query = `interest_category_id=${category.id}&interest_ids=${tea},${coffee}&interest_match=${match}`;
      return (await client.api<PageBody>('GET', `/lists/${other}/members?${query}`)).body.total_items;
    };
    expect([await count('any'), await count('all'), await count('none')]).toEqual([2, 1, 1]);
  });

  it('seeds the same people for the same seed', async () => {
    const [one, other] = [await client.audience(), await client.audience()];
    for (const id of [one, other])
      await client.control('POST', `/audiences/${id}/members`, { count: 20, seed: 9 });

    const emails = async (id: string): Promise<string[]> => {
      const { body } = await client.api<PageBody>('GET', `/lists/${id}/members?count=20`);
      return body.members.map(({ email_address }) => email_address);
    };
    expect(await emails(one)).toEqual(await emails(other));
  });

  it('keeps the counters for a while, as the real service does, unless the knob says otherwise', async () => {
    const stats = async (id: string): Promise<number> => {
      const { body } = await client.api<{ stats: { member_count: number } }>('GET', `/lists/${id}`);
      return body.stats.member_count;
    };
    const id = await client.audience();
    await stats(id);
    await client.api('POST', `/lists/${id}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });

    const cached = await stats(id);
    await client.knobs({ stats_cache_seconds: 0 });

    expect([cached, await stats(id)]).toEqual([0, 1]);
  });
});
