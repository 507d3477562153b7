import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';
import { WebhookReceiver } from './webhook-receiver.js';

const events = {
  subscribe: true,
  unsubscribe: true,
  profile: true,
  cleaned: true,
  upemail: true,
  campaign: true,
};

interface Deliveries extends Json {
  delivered: number;
  failed: number;
  waiting_for_retry: number;
  recent: { at: string; attempt: number; status: number }[];
}

describe('Webhooks', () => {
  let client: SandboxClient;
  let receiver: WebhookReceiver;
  let audience: string;
  let hooks: string;

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
    hooks = `/lists/${audience}/webhooks`;
  });

  const register = (sources: Json = { user: true, admin: true, api: true }) =>
    client.api<{ id: string; signing_secret: string }>('POST', hooks, { url: receiver.url, events, sources });
  const settle = async () => (await client.control<Deliveries>('POST', '/deliveries/settle')).body;
  const place = (member: Json) =>
    client.control('POST', `/audiences/${audience}/members`, { members: [member] });

  it('GETs the address before it accepts it, once per address', async () => {
    const seen = receiver.validations;

    const first = await register();
    const second = await register();
    const nobody = await client.api('POST', hooks, { url: 'http://127.0.0.1:1/hook', events });

    expect(first.status).toBe(200);
    expect(receiver.validations).toBe(seen + 1);
    expect(second.body).toMatchObject({
      title: 'Invalid Resource',
      errors: [{ message: "Sorry, you can't set up multiple WebHooks for one URL" }],
    });
    expect(nobody.body).toMatchObject({
      status: 400,
      detail:
        "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
    });
  });

  it('wants exactly 200 from the address, also when it is changed, unless the knob trusts it', async () => {
    receiver.validationStatus = 204;
    const refused = await register();
    receiver.validationStatus = 200;
    const { body: hook } = await register();
    receiver.validationStatus = 404;
    const moved = await client.api('PATCH', `${hooks}/${hook.id}`, { url: `${receiver.url}&more=1` });
    await client.knobs({ validate_webhook_urls: false });
    const trusted = await client.api('PATCH', `${hooks}/${hook.id}`, { url: `${receiver.url}&more=1` });

    expect([refused.status, moved.status, trusted.status]).toEqual([400, 400, 200]);
  });

  it('gives two that ask for one address at once a single webhook', async () => {
    const both = await Promise.all([register(), register()]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('leaves off what nobody chose, or puts it on when the knob says so', async () => {
    const bare = () => client.api('POST', hooks, { url: receiver.url });
    const { body: off } = await bare();
    await client.api('DELETE', `${hooks}/${String(off.id)}`);
    await client.knobs({ webhook_events_default: true });
    const { body: on } = await bare();

    expect(off).toMatchObject({
      events: { subscribe: false, campaign: false },
      sources: { user: false, api: false },
    });
    expect(on).toMatchObject({ events, sources: { user: true, admin: true, api: true } });
  });

  it('delivers unsigned when the knob says so', async () => {
    await client.knobs({ sign_webhooks: false });
    const { body: hook } = await register();
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await settle();

    expect(hook).toMatchObject({ signing_enabled: false });
    expect(hook).not.toHaveProperty('signing_secret');
    expect(receiver.received[0]?.headers).not.toHaveProperty('x-mailchimp-signature');
  });

  it.each([
    ['user', ['user']],
    ['admin', ['admin']],
    ['api', ['api']],
  ])('tells those who listen to the source %s alone', async (source, heard) => {
    await register({ user: false, admin: false, api: false, [source]: true });

    for (const from of ['user', 'admin'])
      await client.persona(audience, {
        email: `${from}@acme-widgets.com`,
        action: 'subscribe',
        source: from,
      });
    await client.api('POST', `/lists/${audience}/members`, {
      email_address: 'api@acme-widgets.com',
      status: 'subscribed',
    });
    await settle();

    expect(receiver.received.map(({ form }) => form['data[email]']?.split('@')[0])).toEqual(heard);
  });

  it('tells only the events that were chosen, each in a POST of its own', async () => {
    const { body: hook } = await register();
    await client.api('PATCH', `${hooks}/${hook.id}`, { events: { profile: false } });

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await client.persona(audience, {
      email: 'ana@acme-widgets.com',
      action: 'profile',
      merge_fields: { FNAME: 'Ana' },
    });
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'unsubscribe' });
    await settle();

    expect(receiver.types).toEqual(['subscribe', 'unsubscribe']);
  });

  it('shows the signing secret once, and signs with it over the raw body', async () => {
    const { body: created } = await register();
    const { body: read } = await client.api('GET', `${hooks}/${created.id}`);

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await settle();

    const [delivery] = receiver.received;
    const header = String(delivery?.headers['x-mailchimp-signature']);
    const [, time, digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
    const expected = createHmac('sha256', created.signing_secret)
      .update(`${time}.${delivery?.raw}`)
      .digest('hex');
    expect(read).not.toHaveProperty('signing_secret');
    expect(read.signing_enabled).toBe(true);
    expect(digest).toBe(expected);
  });

  it('tells a subscription with merge fields and interests, form-encoded', async () => {
    const { body: category } = await client.api<{ id: string }>(
      'POST',
      `/lists/${audience}/interest-categories`,
      {
        title: 'Topics',
        type: 'checkboxes',
      },
    );
    const { body: interest } = await client.api<{ id: string }>(
      'POST',
      `/lists/${audience}/interest-categories/${category.id}/interests`,
      { name: 'Tea, coffee' },
    );
    await register();

    await client.persona(audience, {
      email: 'ana@acme-widgets.com',
      action: 'subscribe',
      merge_fields: {
        FNAME: 'Ana',
        ADDRESS: { addr1: '1 Quay', city: 'Porto', state: 'PT', zip: '4000', country: 'PT' },
      },
      interests: { [interest.id]: true },
    });
    await settle();

    const member = await client.member(audience, 'ana@acme-widgets.com');
    const [delivery] = receiver.received;
    expect(delivery?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(delivery?.raw).toMatch(
      /^type=subscribe&fired_at=\d{4}-\d\d-\d\d\+\d\d%3A\d\d%3A\d\d&data%5Bid%5D=/,
    );
    expect(delivery?.form).toMatchObject({
      'data[id]': member.unique_email_id,
      'data[email]': 'ana@acme-widgets.com',
      'data[web_id]': String(member.web_id),
      'data[merges][EMAIL]': 'ana@acme-widgets.com',
      'data[merges][FNAME]': 'Ana',
      'data[merges][PHONE]': '',
      'data[merges][ADDRESS][addr1]': '1 Quay',
      'data[merges][GROUPINGS][0][unique_id]': category.id,
      'data[merges][GROUPINGS][0][name]': 'Topics',
      'data[merges][GROUPINGS][0][groups]': 'Tea\\, coffee',
      'data[list_id]': audience,
    });
  });

  it.each([
    ['unsubscribe', { 'data[action]': 'unsub', 'data[reason]': 'manual' }, 'unsubscribe'],
    ['complain', { 'data[action]': 'unsub', 'data[reason]': 'abuse' }, 'unsubscribe'],
    ['archive', { 'data[action]': 'delete' }, 'unsubscribe'],
    ['delete_permanent', { 'data[action]': 'delete' }, 'unsubscribe'],
    ['bounce', { 'data[reason]': 'hard', 'data[email]': 'ana@acme-widgets.com' }, 'cleaned'],
  ])('tells what "%s" does', async (action, fields, type) => {
    await place({ email_address: 'ana@acme-widgets.com' });
    await register();

    await client.persona(audience, { email: 'ana@acme-widgets.com', action });
    await settle();

    expect(receiver.types).toEqual([type]);
    expect(receiver.received[0]?.form).toMatchObject(fields);
  });

  it('tells a change of address as upemail and profile', async () => {
    await place({ email_address: 'ana@acme-widgets.com' });
    await register();

    await client.persona(audience, {
      email: 'ana@acme-widgets.com',
      action: 'change_email',
      new_email: 'ana@harbour-books.com',
    });
    await settle();

    expect(receiver.types).toEqual(['upemail', 'profile']);
    expect(Object.keys(receiver.received[0]?.form ?? {})).toEqual([
      'type',
      'fired_at',
      'data[list_id]',
      'data[new_id]',
      'data[new_email]',
      'data[old_email]',
    ]);
  });

  it('tells a double opt-in when it is confirmed, not when it is asked', async () => {
    audience = await client.audience({ double_optin: true });
    hooks = `/lists/${audience}/webhooks`;
    await register();

    const asked = await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    const confirmed = await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'confirm' });

    expect(asked.body).toMatchObject({ member: { status: 'pending' }, events: [] });
    expect(confirmed.body).toMatchObject({ member: { status: 'subscribed' }, events: ['subscribe'] });
  });

  it('tells nothing of writes without a change, of tags, and of sources that are off', async () => {
    const { body: member } = await client.api<MemberBody>('POST', `/lists/${audience}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    const path = `/lists/${audience}/members/${member.id}`;
    const { body: hook } = await register();

    await client.api('PUT', path, { email_address: 'ana@acme-widgets.com', status: 'subscribed' });
    await client.api('POST', `${path}/tags`, { tags: [{ name: 'vip', status: 'active' }] });
    await client.api('PATCH', `${hooks}/${hook.id}`, { sources: { api: false } });
    await client.api('PATCH', path, { merge_fields: { FNAME: 'Ana' } });
    await settle();

    expect(receiver.types).toEqual([]);
  });

  it('tries again over the schedule until it is taken', async () => {
    await client.knobs({ webhook_time_scale: 1e9 });
    await register();
    receiver.answer = (attempt) => (attempt < 4 ? 500 : 200);

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    const delivered = await eventually(client, ({ delivered }) => delivered === 1);

    expect(delivered.recent.map(({ attempt, status }) => [attempt, status])).toEqual([
      [4, 200],
      [3, 500],
      [2, 500],
      [1, 500],
    ]);
  });

  it('retries at increasing intervals over 75 minutes, on a clock that can be put forward', async () => {
    await register();
    receiver.answer = () => 500;
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await settle();

    for (const [index, minutes] of [1, 2, 5, 10, 20, 37].entries()) {
      await client.control('POST', '/clock', { advance_seconds: minutes * 60 - 30 });
      const { recent } = (await client.control<Deliveries>('GET', '/deliveries')).body;
      expect(recent).toHaveLength(index + 1);
      await client.control('POST', '/clock', { advance_seconds: 30 });
      await eventually(client, ({ recent }) => recent.length === index + 2);
    }

    const { recent, failed, waiting_for_retry } = await eventually(client, ({ failed }) => failed === 1);
    const times = recent.map(({ at }) => Date.parse(at)).reverse();
    expect(times.map((time) => Math.round((time - (times[0] ?? 0)) / 60_000))).toEqual([
      0, 1, 3, 8, 18, 38, 75,
    ]);
    expect({ failed, waiting_for_retry }).toEqual({ failed: 1, waiting_for_retry: 0 });
  });

  it('signs every attempt anew', async () => {
    await register();
    receiver.answer = (attempt) => (attempt === 1 ? 500 : 200);
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await settle();
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await eventually(client, ({ delivered }) => delivered === 1);

    const [first, second] = receiver.received.map(({ headers, raw }) => ({
      at: Number(/^t=(\d+),/.exec(String(headers['x-mailchimp-signature']))?.[1]),
      raw,
    }));
    expect(second?.raw).toBe(first?.raw);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it('takes no answer in time for a failure, and a redirection too', async () => {
    await register();
    await client.knobs({ webhook_timeout_ms: 30 });
    receiver.silent = true;
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    const { recent: late } = await settle();
    await client.knobs({ webhook_timeout_ms: 10_000 });
    receiver.silent = false;
    receiver.answer = () => 302;
    await client.persona(audience, { email: 'rui@acme-widgets.com', action: 'subscribe' });
    const { recent, delivered } = await settle();

    expect(late.map(({ status }) => status)).toEqual([0]);
    expect(recent[0]).toMatchObject({ attempt: 1, status: 302 });
    expect(delivered).toBe(0);
  });

  it('gives up after the schedule', async () => {
    await client.knobs({ webhook_time_scale: 1e9 });
    await register();
    receiver.answer = () => 500;

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await eventually(client, ({ failed }) => failed === 1);

    expect(receiver.received).toHaveLength(7);
  });

  it('stops for good at 410', async () => {
    await register();
    receiver.answer = () => 410;

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await settle();
    await client.persona(audience, { email: 'rui@acme-widgets.com', action: 'subscribe' });
    await settle();

    expect(receiver.received).toHaveLength(1);
  });

  it('delivers twice and out of order when the knobs say so', async () => {
    await place({ email_address: 'ana@acme-widgets.com' });
    await register();
    await client.knobs({ webhook_duplicate: 1 });
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'unsubscribe' });
    await settle();
    const twice = receiver.types;
    receiver.clear();

    await client.knobs({ webhook_duplicate: 0, webhook_reorder: 1, webhook_reorder_ms: 60_000 });
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'bounce' });
    await settle();

    expect(twice).toEqual(['unsubscribe', 'unsubscribe']);
    expect(receiver.types).toEqual(['cleaned', 'subscribe']);
  });

  it('does not hold an event back for ever when no other follows', async () => {
    await register();
    await client.knobs({ webhook_reorder: 1, webhook_reorder_ms: 60_000 });

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    const held = receiver.types;
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await settle();

    expect([held, receiver.types]).toEqual([[], ['subscribe']]);
  });

  it('waits before it delivers, when the knob says so', async () => {
    await register();
    await client.knobs({ webhook_delay_ms: 60_000 });

    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });
    const early = receiver.types;
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await settle();

    expect([early, receiver.types]).toEqual([[], ['subscribe']]);
  });
});

/** Looks at the deliveries until they are as wished; the test's time-out is the deadline. */
async function eventually(
  client: SandboxClient,
  wished: (state: Deliveries) => boolean,
): Promise<Deliveries> {
  for (;;) {
    const { body } = await client.control<Deliveries>('GET', '/deliveries');
    if (wished(body)) return body;
  }
}
