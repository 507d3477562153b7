import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody, PageBody } from './sandbox-client.js';

interface ListBody extends Json {
  id: string;
  contact: Json;
  campaign_defaults: Json;
  stats: Json;
  lists: ListBody[];
}

const wish = {
  name: 'Weekly',
  permission_reminder: 'You signed up.',
  email_type_option: false,
  contact: { company: 'Acme', address1: '1 Quay', city: 'Porto', country: 'pt' },
  campaign_defaults: { from_name: 'Acme', from_email: 'a@acme-widgets.com', subject: 'News', language: 'en' },
};

describe('Audiences', () => {
  let client: SandboxClient;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    await client.knobs({ stats_cache_seconds: 0 });
  });

  const make = (more: Json = {}) => client.api<ListBody>('POST', '/lists', { ...wish, ...more });
  const names = async (query: string): Promise<unknown[]> =>
    (await client.api<ListBody>('GET', `/lists?${query}`)).body.lists.map(({ name }) => name);

  it('need a name, a contact, a reminder, campaign defaults and the choice of formats', async () => {
    const { body } = await client.api('POST', '/lists', {});
    const { body: half } = await make({ contact: { company: 'Acme' } });

    expect(body).toMatchObject({
      status: 400,
      errors: [
        {
          field: '',
          message:
            'Required fields were not provided: name, contact, permission_reminder, campaign_defaults, email_type_option',
        },
      ],
    });
    expect(half.errors).toMatchObject([
      { message: 'Required fields were not provided: address1, city, country' },
    ]);
    expect((await make()).body).toMatchObject({
      contact: { company: 'Acme', address2: '', state: '', zip: '', country: 'PT', phone: '' },
      stats: { member_count: 0, merge_field_count: 4 },
    });
  });

  it('change only what is given, inside the contact and the campaign defaults too', async () => {
    const { body: before } = await make();

    const { body: after } = await client.api<ListBody>('PATCH', `/lists/${before.id}`, {
      double_optin: true,
      contact: { city: 'Lisboa', country: 'Portugal' },
      campaign_defaults: { subject: 'More news' },
    });

    expect(after).toMatchObject({ name: 'Weekly', double_optin: true });
    expect(after.contact).toEqual({ ...before.contact, city: 'Lisboa', country: 'US' });
    expect(after.campaign_defaults).toEqual({ ...before.campaign_defaults, subject: 'More news' });
  });

  it('are refused with 403 beyond the plan', async () => {
    await client.knobs({ max_audiences: 1 });
    await make();

    const { status, body } = await make();
    const { body: all } = await client.api('GET', '/lists');

    expect([status, body.title]).toEqual([403, 'Forbidden']);
    expect(all.constraints).toEqual({ may_create: false, max_instances: 1, current_total_instances: 1 });
  });

  it('are listed from the oldest or the newest, by date, by the address of a member', async () => {
    await make({ name: 'Old' });
    await client.control('POST', '/clock', { advance_seconds: 3600 });
    const { body: recent } = await make({ name: 'New' });
    await client.api('POST', `/lists/${recent.id}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    const created = encodeURIComponent(String(recent.date_created));

    expect(await names('')).toEqual(['Old', 'New']);
    expect(await names('sort_field=date_created&sort_dir=DESC')).toEqual(['New', 'Old']);
    expect(await names(`before_date_created=${created}`)).toEqual(['Old']);
    expect(await names('since_date_created=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await names('email=ANA@acme-widgets.com')).toEqual(['New']);
    expect(await names('has_ecommerce_store=true')).toEqual([]);
    expect((await client.api('GET', '/lists?since_date_created=soon')).status).toBe(400);
    expect((await client.api('GET', '/lists?sort_dir=UP')).status).toBe(400);
  });

  it('count by status, since the last campaign too', async () => {
    const { body: audience } = await make();
    const path = `/lists/${audience.id}`;
    const add = (name: string, status: string) =>
      client.api('POST', `${path}/members`, { email_address: `${name}@acme-widgets.com`, status });
    for (const status of ['subscribed', 'unsubscribed', 'cleaned', 'pending']) await add(status, status);
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await client.control('POST', `/audiences/${audience.id}/campaigns`, { subject: 'News' });
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await add('late', 'subscribed');
    await client.api('PATCH', `${path}/members/subscribed@acme-widgets.com`, { vip: true });

    const { body } = await client.api<ListBody>('GET', `${path}?include_total_contacts=true`);
    const since = await client.api<PageBody>(
      'GET',
      `${path}/members?status=subscribed&since_last_campaign=true`,
    );
    const sent = String(body.stats.campaign_last_sent);

    expect(body.stats).toMatchObject({
      member_count: 2,
      unsubscribe_count: 1,
      cleaned_count: 1,
      total_contacts: 5,
      member_count_since_send: 1,
      unsubscribe_count_since_send: 0,
      campaign_count: 1,
    });
    expect(since.body.members.map(({ email_address }) => email_address)).toEqual(['late@acme-widgets.com']);
    expect(await names('since_campaign_last_sent=2020-01-01T00:00:00Z')).toEqual(['Weekly']);
    expect(await names(`before_campaign_last_sent=${encodeURIComponent(sent)}`)).toEqual([]);
  });

  it('remember what happened by month and by day', async () => {
    const { body: audience } = await make();
    const path = `/lists/${audience.id}`;
    const { body: ana } = await client.api<MemberBody>('POST', `${path}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    await client.api('PATCH', `${path}/members/${ana.id}`, { status: 'unsubscribed' });
    await client.api('DELETE', `${path}/members/${ana.id}`);

    const { body: history } = await client.api<{ history: { month: string }[] }>(
      'GET',
      `${path}/growth-history`,
    );
    const month = history.history[0]?.month ?? '';
    const { body: one } = await client.api('GET', `${path}/growth-history/${month}`);
    const { body: days } = await client.api('GET', `${path}/activity`);

    expect(one).toMatchObject({ month, optins: 1, unsubscribed: 1, deleted: 1, subscribed: 0 });
    expect(days).toMatchObject({ activity: [{ subs: 1, unsubs: 1, other_removes: 1 }], total_items: 1 });
    expect((await client.api('GET', `${path}/growth-history/1999-01`)).status).toBe(404);
  });

  it('take all they have with them', async () => {
    const { body: audience } = await make();

    expect((await client.api('DELETE', `/lists/${audience.id}`)).status).toBe(204);
    expect((await client.api('GET', `/lists/${audience.id}/members`)).status).toBe(404);
    expect((await client.api('DELETE', `/lists/${audience.id}`)).status).toBe(404);
  });

  it('are searched for members by address and by name, in one or in all', async () => {
    const [one, other] = [(await make()).body.id, (await make()).body.id];
    for (const [list, name] of [
      [one, 'Ana'],
      [other, 'Anabela'],
    ])
      await client.api('POST', `/lists/${list}/members`, {
        email_address: `${name}@acme-widgets.com`,
        status: 'subscribed',
        merge_fields: { FNAME: name },
      });
    interface Found extends Json {
      exact_matches: PageBody;
      full_search: PageBody;
    }
    const search = async (query: string) => (await client.api<Found>('GET', `/search-members?${query}`)).body;

    expect((await search('query=ana')).full_search.total_items).toBe(2);
    expect((await search(`query=ana&list_id=${other}`)).full_search.total_items).toBe(1);
    expect((await search('query=ANA@acme-widgets.com')).exact_matches).toMatchObject({
      members: [{ full_name: 'Ana' }],
      total_items: 1,
    });
    expect((await client.api('GET', '/search-members?query=ana&list_id=nope')).status).toBe(404);
  });
});
