import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, PageBody } from './sandbox-client.js';

describe('Odd members', () => {
  let client: SandboxClient;
  let audience: string;
  let members: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    audience = await client.audience();
    members = `/lists/${audience}/members`;
  });

  const place = (...rows: Json[]) =>
    client.control('POST', `/audiences/${audience}/odd-members`, { members: rows });
  const page = async (query = ''): Promise<PageBody> =>
    (await client.api<PageBody>('GET', `${members}?${query}`)).body;

  it('stand in the pages as they are given, beside ordinary ones', async () => {
    await client.control('POST', `/audiences/${audience}/members`, {
      members: [{ email_address: 'ana@acme-widgets.com' }],
    });

    const { body } = await place(
      { email_address: null, status: 'subscribed' },
      { email_address: 'rui@acme-widgets.com', status: 'reconfirm', interests: { '9143cf3bd1': null } },
      { email_address: 'eva@acme-widgets.com', status: 'subscribed', interests: null, merge_fields: 7 },
    );

    const all = await page();
    expect(body).toEqual({ added: 3, total: 4 });
    expect(all.total_items).toBe(4);
    expect(all.members.map(({ email_address, status }) => [email_address, status])).toEqual([
      ['ana@acme-widgets.com', 'subscribed'],
      [null, 'subscribed'],
      ['rui@acme-widgets.com', 'reconfirm'],
      ['eva@acme-widgets.com', 'subscribed'],
    ]);
    expect(all.members[2]?.interests).toEqual({ '9143cf3bd1': null });
    expect(all.members[3]).toMatchObject({ interests: null, merge_fields: 7 });
  });

  it('have identifiers and times like everybody, and neither address nor status when none is given', async () => {
    await place({}, {});

    const { members: rows } = await page();

    expect(rows.map((row) => 'email_address' in row || 'status' in row)).toEqual([false, false]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(new Set(rows.map(({ contact_id }) => contact_id)).size).toBe(2);
    expect(rows[0]).toMatchObject({ tags: [], merge_fields: { FNAME: '' }, list_id: audience });
  });

  it('are filtered and sorted by what they have: an unknown status answers to no filter', async () => {
    await place(
      { email_address: null, status: 'subscribed', last_changed: '2026-03-01T00:00:00+00:00' },
      {
        email_address: 'rui@acme-widgets.com',
        status: 'reconfirm',
        last_changed: '2026-01-01T00:00:00+00:00',
      },
    );

    const changes = await page('sort_field=last_changed&sort_dir=DESC');
    const since = await page('since_last_changed=2026-02-01T00:00:00Z');
    const subscribed = await page('status=subscribed');
    const transactional = await page('status=transactional');

    expect(changes.members.map(({ email_address }) => email_address)).toEqual([null, 'rui@acme-widgets.com']);
    expect(since.members.map(({ email_address }) => email_address)).toEqual([null]);
    expect([subscribed.total_items, transactional.total_items]).toEqual([1, 0]);
    expect(subscribed.members[0]?.last_changed).toBe('2026-03-01T00:00:00+00:00');
  });

  it('are found by address and by contact id, and a write makes that part ordinary', async () => {
    await place({ email_address: 'rui@acme-widgets.com', status: 'reconfirm', interests: null });
    const before = await client.member(audience, 'rui@acme-widgets.com');

    await client.api('PATCH', `${members}/${before.contact_id}`, { status: 'unsubscribed' });

    const after = await client.member(audience, 'rui@acme-widgets.com');
    const { total_items } = await page('status=unsubscribed');
    expect(before).toMatchObject({ status: 'reconfirm', interests: null });
    expect(after).toMatchObject({ status: 'unsubscribed', interests: null });
    expect(total_items).toBe(1);
  });

  it('may have been ordinary: the row is laid over the member with its address or id', async () => {
    await client.control('POST', `/audiences/${audience}/members`, {
      members: [
        { email_address: 'ana@acme-widgets.com', status: 'unsubscribed', merge_fields: { FNAME: 'Ana' } },
      ],
    });
    const before = await client.member(audience, 'ana@acme-widgets.com');

    await place({ id: before.id, email_address: null, status: 'unsubscribed' });

    const { members: rows } = await page();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ contact_id: before.contact_id, email_address: null });
    expect(rows[0]?.merge_fields.FNAME).toBe('Ana');
  });

  it('are refused when they are no objects', async () => {
    const answer = await client.control('POST', `/audiences/${audience}/odd-members`, { members: ['Ana'] });
    const nothing = await client.control('POST', `/audiences/${audience}/odd-members`, {});

    expect([answer.status, nothing.status]).toEqual([400, 400]);
    expect(nothing.body).toEqual({ error: 'Give {members: […]}.' });
  });
});
