import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

const all = (names: readonly string[]): Json => Object.fromEntries(names.map((name) => [name, true]));
const head = ['type', 'fired_at'];
const person = ['data[id]', 'data[email]', 'data[email_type]', 'data[ip_opt]'];
const merges = ['EMAIL', 'FNAME', 'LNAME', 'ADDRESS', 'PHONE'].map((tag) => `data[merges][${tag}]`);

describe('What a webhook says', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    receiver = await WebhookReceiver.start();
  });
  afterAll(async () => {
    await client.close();
    await receiver.close();
  });
  beforeEach(async () => {
    await client.control('POST', '/reset');
    receiver.clear();
    audience = await client.audience();
    await client.control('POST', `/audiences/${audience}/members`, {
      members: [
        { email_address: 'ana@acme-widgets.com', merge_fields: { FNAME: 'Ana' }, ip_opt: '203.0.113.7' },
      ],
    });
    await client.api('POST', `/lists/${audience}/webhooks`, {
      url: receiver.url,
      events: all(['subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail', 'campaign']),
      sources: all(['user', 'admin', 'api']),
    });
  });

  const act = (action: string, more: Json = {}) =>
    client.persona(audience, { email: 'ana@acme-widgets.com', action, ...more });
  const api = (method: string, path: string, body?: Json) =>
    client.api<MemberBody>(method, `/lists/${audience}${path}`, body);
  /** The one form that arrived last. */
  const said = async (): Promise<Record<string, string>> => {
    await client.control('POST', '/deliveries/settle');
    return receiver.received.at(-1)?.form ?? {};
  };

  it('on a subscription through the form: who, from where, and every merge field', async () => {
    await client.persona(audience, { email: 'rui@acme-widgets.com', action: 'subscribe' });

    const form = await said();
    const { body: rui } = await api('GET', '/members/rui@acme-widgets.com');
    expect(Object.keys(form)).toEqual([
      ...head,
      ...person,
      'data[ip_signup]',
      'data[web_id]',
      ...merges,
      'data[list_id]',
    ]);
    expect(form).toMatchObject({
      type: 'subscribe',
      'data[id]': rui.unique_email_id,
      'data[web_id]': String(rui.web_id),
      'data[ip_opt]': '203.0.113.20',
      'data[ip_signup]': '203.0.113.20',
      'data[list_id]': audience,
    });
    expect(form.fired_at).toBe(rui.last_changed.slice(0, 19).replace('T', ' '));
  });

  it('on a change of the profile: the same as on a subscription', async () => {
    await act('profile', { merge_fields: { LNAME: 'Sousa & Söhne' } });

    const form = await said();
    expect(Object.keys(form)).toEqual([...head, ...person, 'data[web_id]', ...merges, 'data[list_id]']);
    expect(form).toMatchObject({
      type: 'profile',
      'data[merges][FNAME]': 'Ana',
      'data[merges][LNAME]': 'Sousa & Söhne',
      'data[merges][ADDRESS]': '',
    });
    expect(receiver.received[0]?.raw).toContain('data%5Bmerges%5D%5BLNAME%5D=Sousa+%26+S%C3%B6hne');
  });

  it.each([
    ['the contact', () => act('unsubscribe'), 'unsub', 'manual'],
    ['a complaint', () => act('complain'), 'unsub', 'abuse'],
    ['a marketer', () => act('unsubscribe', { source: 'admin' }), 'unsub', 'manual'],
    [
      'the API',
      () => api('PATCH', '/members/ana@acme-widgets.com', { status: 'unsubscribed' }),
      'unsub',
      'manual',
    ],
    ['archiving', () => api('DELETE', '/members/ana@acme-widgets.com'), 'delete', 'manual'],
  ])('on an unsubscription by %s: action, reason, and who it was', async (_, leave, action, reason) => {
    await leave();

    const form = await said();
    expect(Object.keys(form)).toEqual([
      ...head,
      'data[action]',
      'data[reason]',
      ...person,
      'data[web_id]',
      ...merges,
      'data[list_id]',
    ]);
    expect(form).toMatchObject({ type: 'unsubscribe', 'data[action]': action, 'data[reason]': reason });
  });

  it.each([
    ['unsub', ['unsub']],
    ['none', []],
  ])('on archiving, with the knob archive_event at %s', async (archive_event, actions) => {
    await client.knobs({ archive_event });

    await act('archive');
    await said();

    expect(receiver.received.map(({ form }) => form['data[action]'])).toEqual(actions);
  });

  it('on a bounce: the address and the reason, and nothing of the member', async () => {
    await act('bounce');

    expect(await said()).toEqual({
      type: 'cleaned',
      fired_at: expect.any(String),
      'data[list_id]': audience,
      'data[campaign_id]': '',
      'data[reason]': 'hard',
      'data[email]': 'ana@acme-widgets.com',
    });
  });

  it('on a change of address: both addresses, then the profile', async () => {
    await api('PATCH', '/members/ana@acme-widgets.com', { email_address: 'ana@harbour-books.com' });
    await said();

    const [first, second] = receiver.received.map(({ form }) => form);
    const { body: ana } = await api('GET', '/members/ana@harbour-books.com');
    expect(first).toEqual({
      type: 'upemail',
      fired_at: expect.any(String),
      'data[list_id]': audience,
      'data[new_id]': ana.unique_email_id,
      'data[new_email]': 'ana@harbour-books.com',
      'data[old_email]': 'ana@acme-widgets.com',
    });
    expect(second).toMatchObject({ type: 'profile', 'data[email]': 'ana@harbour-books.com' });
  });

  it('on a campaign: its subject; and its id with the bounces and opt-outs that follow', async () => {
    const { body: campaign } = await client.control('POST', `/audiences/${audience}/campaigns`, {
      subject: 'News',
    });
    const sent = await said();
    await act('unsubscribe');
    const left = await said();
    await act('bounce');
    const bounced = await said();

    expect(sent).toEqual({
      type: 'campaign',
      fired_at: expect.any(String),
      'data[id]': campaign.id,
      'data[subject]': 'News',
      'data[status]': 'sent',
      'data[reason]': '',
      'data[list_id]': audience,
    });
    expect(left['data[campaign_id]']).toBe(campaign.id);
    expect(bounced['data[campaign_id]']).toBe(campaign.id);
  });

  it('on an address: part by part; and on interests: by question', async () => {
    const { body: category } = await api('POST', '/interest-categories', {
      title: 'Topics',
      type: 'checkboxes',
    });
    const path = `/interest-categories/${category.id}/interests`;
    const { body: tea } = await api('POST', path, { name: 'Tea' });
    const { body: cake } = await api('POST', path, { name: 'Cake, and more' });
    await api('POST', '/interest-categories', { title: 'Silence', type: 'hidden' });

    await act('profile', {
      merge_fields: { ADDRESS: { addr1: '1 Quay', city: 'Porto', state: 'PT', zip: '4000', country: 'PT' } },
      interests: { [tea.id]: true, [cake.id]: true },
    });

    const form = await said();
    const parts = Object.keys(form).filter((name) => name.startsWith('data[merges][ADDRESS]'));
    expect(parts).toEqual(
      ['addr1', 'addr2', 'city', 'state', 'zip', 'country'].map((part) => `data[merges][ADDRESS][${part}]`),
    );
    expect(form).toMatchObject({
      'data[merges][INTERESTS]': 'Tea, Cake\\, and more',
      'data[merges][GROUPINGS][0][id]': expect.stringMatching(/^\d+$/),
      'data[merges][GROUPINGS][0][unique_id]': category.id,
      'data[merges][GROUPINGS][0][name]': 'Topics',
      'data[merges][GROUPINGS][0][groups]': 'Tea, Cake\\, and more',
      'data[merges][GROUPINGS][1][name]': 'Silence',
    });
    expect(form).not.toHaveProperty('data[merges][GROUPINGS][1][groups]');
  });

  it('nothing on what changes nothing, on new members who are not subscribed, and on tags', async () => {
    await api('PUT', '/members/ana@acme-widgets.com', {
      status: 'subscribed',
      merge_fields: { FNAME: 'Ana' },
    });
    await api('POST', '', {
      members: [{ email_address: 'ana@acme-widgets.com', status: 'subscribed' }],
      update_existing: true,
    });
    for (const status of ['pending', 'unsubscribed', 'cleaned', 'transactional'])
      await api('POST', '/members', { email_address: `${status}@acme-widgets.com`, status });
    await api('POST', '/segments', { name: 'Tag', static_segment: ['ana@acme-widgets.com'] });
    await said();

    expect(receiver.types).toEqual([]);
  });

  it('something on tags, when the knob says so', async () => {
    await client.knobs({ tag_event: 'profile' });

    await api('POST', '/segments', { name: 'Tag', static_segment: ['ana@acme-widgets.com'] });
    await said();

    expect(receiver.types).toEqual(['profile']);
  });

  it('one subscription for each new member of a batch', async () => {
    const names = ['rui', 'eva', 'jo'];
    await api('POST', '', {
      members: names.map((name) => ({ email_address: `${name}@acme-widgets.com`, status: 'subscribed' })),
    });
    await said();

    expect(receiver.received.map(({ form }) => form['data[email]'])).toEqual(
      names.map((name) => `${name}@acme-widgets.com`),
    );
  });
});
