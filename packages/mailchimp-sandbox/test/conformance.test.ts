import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient, testKey } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

const require = createRequire(import.meta.url);

type Call = (...parameters: unknown[]) => Promise<Json>;

/** The parts of the official client that the suite calls; it comes without types. */
interface OfficialClient {
  basePath: string;
  setConfig(config: { apiKey: string }): void;
  ping: { get: Call };
  root: { getRoot: Call };
  lists: Record<string, Call>;
  batches: Record<string, Call>;
  searchMembers: { search: Call };
}

interface OldClient {
  __base_url: string;
  get: Call;
  post: Call;
  put: Call;
  patch: Call;
  delete: Call;
  batch(operations: Json[], options?: Json): Promise<Json[]>;
}

describe('The official client', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;
  let mailchimp: OfficialClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    receiver = await WebhookReceiver.start();
    mailchimp = require('@mailchimp/mailchimp_marketing') as OfficialClient;
    mailchimp.setConfig({ apiKey: testKey });
    mailchimp.basePath = client.sandbox.url;
  });
  afterAll(async () => {
    await client.close();
    await receiver.close();
  });
  beforeEach(async () => {
    await client.control('POST', '/reset');
    audience = await client.audience();
  });

  const call = (name: string, ...parameters: unknown[]): Promise<Json> => {
    const method = mailchimp.lists[name];
    if (!method) throw new Error(`The client has no lists.${name}`);
    return method.call(mailchimp.lists, ...parameters);
  };
  const add = (email: string, more: Json = {}) =>
    call('addListMember', audience, { email_address: email, status: 'subscribed', ...more });

  it('pings and reads the account', async () => {
    expect(await mailchimp.ping.get()).toEqual({ health_status: "Everything's Chimpy!" });
    expect(await mailchimp.root.getRoot()).toMatchObject({ role: 'owner' });
  });

  it('makes, reads, changes and deletes audiences', async () => {
    const made = await call('createList', {
      name: 'Weekly',
      permission_reminder: 'You signed up.',
      email_type_option: false,
      contact: {
        company: 'Acme',
        address1: '1 Quay',
        city: 'Porto',
        state: 'PT',
        zip: '4000',
        country: 'PT',
      },
      campaign_defaults: { from_name: 'Acme', from_email: 'a@acme-widgets.com', subject: '', language: 'en' },
    });
    const renamed = await call('updateList', made.id, { name: 'Monthly' });
    const all = await call('getAllLists');
    await call('deleteList', made.id);

    expect(renamed.name).toBe('Monthly');
    expect(all.total_items).toBe(2);
    expect((await call('getAllLists')).total_items).toBe(1);
  });

  it('adds, sets, updates, archives and deletes members', async () => {
    const added = await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana' } });
    const set = await call('setListMember', audience, added.id, {
      email_address: 'ana@acme-widgets.com',
      status_if_new: 'pending',
      merge_fields: { LNAME: 'Sousa' },
    });
    const updated = await call('updateListMember', audience, added.id, { status: 'unsubscribed' });
    await call('deleteListMember', audience, added.id);
    const archived = await call('getListMember', audience, added.id);
    await call('deleteListMemberPermanent', audience, added.id);

    expect(set).toMatchObject({ status: 'subscribed', full_name: 'Ana Sousa' });
    expect(updated).toMatchObject({ status: 'unsubscribed' });
    expect(archived).toMatchObject({ status: 'archived' });
    await expect(call('getListMember', audience, added.id)).rejects.toMatchObject({
      status: 404,
      response: { body: { title: 'Resource Not Found' } },
    });
  });

  it('subscribes in a batch', async () => {
    const answer = await call('batchListMembers', audience, {
      members: [
        { email_address: 'ana@acme-widgets.com', status: 'subscribed' },
        { email_address: 'rui@example.com', status: 'subscribed' },
      ],
      update_existing: true,
    });

    expect(answer).toMatchObject({ total_created: 1, error_count: 1 });
  });

  it('pages members with fields', async () => {
    await client.control('POST', `/audiences/${audience}/members`, { count: 30, seed: 3 });

    const answer = await call('getListMembersInfo', audience, {
      fields: ['members.id', 'total_items'],
      count: 5,
      offset: 10,
    });

    expect(Object.keys(answer)).toEqual(['members', 'total_items']);
    expect((answer.members as Json[]).map((member) => Object.keys(member))).toEqual(Array(5).fill(['id']));
  });

  it('tags, and works with the segments that tags are', async () => {
    const member = await add('ana@acme-widgets.com');
    await call('updateListMemberTags', audience, member.id, { tags: [{ name: 'VIP', status: 'active' }] });
    const tags = await call('getListMemberTags', audience, member.id);
    const found = await call('tagSearch', audience, { name: 'vi' });
    const segment = await call('createSegment', audience, {
      name: 'New',
      static_segment: ['ana@acme-widgets.com'],
    });
    const changed = await call(
      'batchSegmentMembers',
      { members_to_add: ['nobody@acme-widgets.com'], members_to_remove: ['ana@acme-widgets.com'] },
      audience,
      segment.id,
    );
    await call('createSegmentMember', audience, segment.id, { email_address: 'ana@acme-widgets.com' });
    const members = await call('getSegmentMembersList', audience, segment.id);
    await call('removeSegmentMember', audience, segment.id, member.id);
    await call('deleteSegment', audience, segment.id);
    const segments = await call('listSegments', audience, { type: 'static' });

    expect(tags).toMatchObject({ tags: [{ name: 'VIP' }], total_items: 1 });
    expect(found).toMatchObject({ tags: [{ name: 'VIP' }] });
    expect(segment).toMatchObject({ member_count: 1, type: 'static' });
    expect(changed).toMatchObject({
      total_added: 0,
      total_removed: 1,
      errors: [{ email_addresses: ['nobody@acme-widgets.com'] }],
    });
    expect(members).toMatchObject({ total_items: 1 });
    expect(segments).toMatchObject({ segments: [{ name: 'VIP' }] });
  });

  it('manages merge fields', async () => {
    const field = await call('addListMergeField', audience, {
      name: 'Lifetime value',
      type: 'number',
      tag: 'ltv',
    });
    const changed = await call('updateListMergeField', audience, field.merge_id, { name: 'Value' });
    const all = await call('getListMergeFields', audience, { count: 50 });
    await call('deleteListMergeField', audience, field.merge_id);

    expect(field).toMatchObject({ merge_id: 5, tag: 'LTV', type: 'number', options: {} });
    expect(changed).toMatchObject({ name: 'Value', tag: 'LTV' });
    expect((all.merge_fields as Json[]).map(({ tag }) => tag)).toEqual([
      'ADDRESS',
      'FNAME',
      'LNAME',
      'LTV',
      'PHONE',
    ]);
    expect(await call('getListMergeFields', audience)).toMatchObject({ total_items: 4 });
  });

  it('manages interests', async () => {
    const category = await call('createListInterestCategory', audience, { title: 'Topics', type: 'radio' });
    const interest = await call('createInterestCategoryInterest', audience, category.id, { name: 'Tea' });
    await add('ana@acme-widgets.com', { interests: { [String(interest.id)]: true } });
    const read = await call('getInterestCategoryInterest', audience, category.id, interest.id);

    expect(read).toMatchObject({ name: 'Tea', subscriber_count: '1' });
  });

  it('manages webhooks', async () => {
    const made = await call('createListWebhook', audience, {
      url: receiver.url,
      events: { subscribe: true },
    });
    const changed = await call('updateListWebhook', audience, made.id, { events: { profile: true } });
    await call('deleteListWebhook', audience, made.id);

    expect(changed).toMatchObject({ events: { subscribe: true, profile: true, cleaned: false } });
    expect(await call('getListWebhooks', audience)).toMatchObject({ total_items: 0 });
  });

  it('looks back and searches', async () => {
    await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana' } });

    expect(await call('getListGrowthHistory', audience)).toMatchObject({ history: [{ subscribed: 1 }] });
    expect(await call('getListRecentActivity', audience)).toMatchObject({ activity: [{ subs: 1 }] });
    expect(await mailchimp.searchMembers.search('ana')).toMatchObject({
      exact_matches: { total_items: 0 },
      full_search: { members: [{ email_address: 'ana@acme-widgets.com' }] },
    });
  });

  it('hands in a batch and sees it through', async () => {
    await client.knobs({ batch_step_ms: 1 });
    const operations = [
      {
        method: 'POST',
        path: `/lists/${audience}/members`,
        body: '{"email_address":"a@acme-widgets.com","status":"subscribed"}',
      },
      { method: 'GET', path: `lists/${audience}/nothing`, operation_id: 'lost' },
    ];

    const { id } = (await mailchimp.batches.start?.({ operations })) ?? {};
    let batch: Json = {};
    while (batch.status !== 'finished') batch = (await mailchimp.batches.status?.(id)) ?? {};

    expect(batch).toMatchObject({ total_operations: 2, finished_operations: 2, errored_operations: 1 });
    expect((await client.member(audience, 'a@acme-widgets.com')).status).toBe('subscribed');
  });
});

describe('The client mailchimp-api-v3', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;
  let mailchimp: OldClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    receiver = await WebhookReceiver.start();
    const Mailchimp = require('mailchimp-api-v3') as new (key: string) => OldClient;
    mailchimp = new Mailchimp(testKey);
    mailchimp.__base_url = client.sandbox.url;
  });
  afterAll(async () => {
    await client.close();
    await receiver.close();
  });
  beforeEach(async () => {
    await client.control('POST', '/reset');
    await client.knobs({ batch_step_ms: 1 });
    audience = await client.audience();
  });

  const ana = { email_address: 'ana@acme-widgets.com', status: 'subscribed' };

  it('pings, and reads audiences with path and query parameters', async () => {
    const ping = await mailchimp.get('/ping');
    const list = await mailchimp.get({
      path: '/lists/{list_id}',
      path_params: { list_id: audience },
      query: { fields: 'id,name' },
    });

    expect(ping).toMatchObject({ health_status: "Everything's Chimpy!" });
    expect(list).toMatchObject({ id: audience, name: 'Newsletter' });
    expect(list).not.toHaveProperty('stats');
  });

  it('adds, sets, updates, archives and deletes members', async () => {
    const members = `/lists/${audience}/members`;
    const added = await mailchimp.post(members, ana);
    const path = `${members}/${String(added.id)}`;
    const set = await mailchimp.put(path, { ...ana, merge_fields: { FNAME: 'Ana' } });
    const updated = await mailchimp.patch(path, { status: 'unsubscribed' });
    await mailchimp.delete(path);
    const archived = await mailchimp.get(path);
    await mailchimp.post(`${path}/actions/delete-permanent`, {});

    expect(set).toMatchObject({ full_name: 'Ana' });
    expect(updated).toMatchObject({ status: 'unsubscribed' });
    expect(archived).toMatchObject({ status: 'archived' });
    await expect(mailchimp.get(path)).rejects.toMatchObject({ status: 404, title: 'Resource Not Found' });
    await expect(mailchimp.post(members, ana)).rejects.toMatchObject({
      title: 'Forgotten Email Not Subscribed',
    });
  });

  it('tags, and works with segments, merge fields and webhooks', async () => {
    const added = await mailchimp.post(`/lists/${audience}/members`, ana);
    const tags = `/lists/${audience}/members/${String(added.id)}/tags`;
    await mailchimp.post(tags, { tags: [{ name: 'VIP', status: 'active' }] });
    const segment = await mailchimp.post(`/lists/${audience}/segments`, { name: 'New', static_segment: [] });
    const filled = await mailchimp.post(`/lists/${audience}/segments/${String(segment.id)}`, {
      members_to_add: [ana.email_address],
    });
    const field = await mailchimp.post(`/lists/${audience}/merge-fields`, { name: 'Value', type: 'number' });
    const webhook = await mailchimp.post(`/lists/${audience}/webhooks`, { url: receiver.url });

    expect(await mailchimp.get(tags)).toMatchObject({ tags: [{ name: 'VIP' }, { name: 'New' }] });
    expect(filled).toMatchObject({ total_added: 1 });
    expect(field).toMatchObject({ type: 'number' });
    expect(webhook).toMatchObject({ list_id: audience });
  });

  it('runs a batch and unpacks its tar', async () => {
    await client.control('POST', `/audiences/${audience}/members`, { count: 1100, seed: 1 });

    const results = await mailchimp.batch(
      [
        { method: 'get', path: '/ping' },
        {
          method: 'post',
          path: '/lists/{list_id}/members',
          path_params: { list_id: audience },
          body: ana,
        },
        { method: 'get', path: '/lists/nowhere' },
      ],
      { interval: 20, verbose: false },
    );
    const pages = (await mailchimp.batch(
      [{ method: 'get', path: `/lists/${audience}/members`, query: { fields: 'members.id,total_items' } }],
      { interval: 20, verbose: false },
    )) as { members: MemberBody[] }[];

    expect(results[0]).toEqual({ health_status: "Everything's Chimpy!" });
    expect(results[1]).toMatchObject({ email_address: 'ana@acme-widgets.com' });
    expect(results[2]).toMatchObject({ status: 404, instance: '' });
    expect(pages).toHaveLength(2);
    expect(pages[0]?.members).toHaveLength(1000);
  });
});
