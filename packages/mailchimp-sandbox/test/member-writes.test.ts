import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { MemberBody, PageBody } from './sandbox-client.js';

const md5 = (text: string): string => createHash('md5').update(text.toLowerCase()).digest('hex');

describe('Writing members', () => {
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

  const add = (email: string, more = {}) =>
    client.api<MemberBody>('POST', members, { email_address: email, status: 'subscribed', ...more });

  it('adds a new member under the md5 of its lower-cased address', async () => {
    const { status, body } = await add('Ana@Acme-Widgets.com', { merge_fields: { FNAME: 'Ana' } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: md5('ana@acme-widgets.com'),
      email_address: 'Ana@Acme-Widgets.com',
      status: 'subscribed',
      full_name: 'Ana',
      source: 'API - Generic',
      email_type: 'html',
      ip_opt: '127.0.0.1',
      timestamp_signup: '',
      member_rating: 2,
      merge_fields: { FNAME: 'Ana', LNAME: '', ADDRESS: '', PHONE: '' },
    });
  });

  it('refuses a POST of somebody who is there, without a type in the problem', async () => {
    await add('ana@acme-widgets.com');

    const { status, body, headers } = await add('ana@acme-widgets.com');

    expect(status).toBe(400);
    expect(Object.keys(body)).toEqual(['title', 'status', 'detail', 'instance']);
    expect(body).toMatchObject({
      title: 'Member Exists',
      detail: 'ana@acme-widgets.com is already a list member. Use PUT to insert or update list members.',
      instance: headers.get('x-request-id'),
    });
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('brings an archived member back with what it had', async () => {
    const { body: first } = await add('ana@acme-widgets.com', {
      merge_fields: { FNAME: 'Ana' },
      tags: ['vip'],
    });
    await client.api('DELETE', `${members}/${first.id}`);

    const { status, body } = await add('ana@acme-widgets.com', { merge_fields: { LNAME: 'Sousa' } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'subscribed',
      contact_id: first.contact_id,
      web_id: first.web_id,
      merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' },
      tags: [{ name: 'vip' }],
    });
  });

  it('keeps the status on a PUT without one', async () => {
    const { body: first } = await add('ana@acme-widgets.com', { status: 'unsubscribed' });

    const { body } = await client.api<MemberBody>('PUT', `${members}/${first.id}`, {
      email_address: 'ana@acme-widgets.com',
      status_if_new: 'subscribed',
    });

    expect(body).toMatchObject({
      status: 'unsubscribed',
      unsubscribe_reason: 'N/A (Unsubscribed by admin)',
    });
  });

  it('moves a member to a new address on PUT and forgets the old hash', async () => {
    const { body: first } = await add('ana@acme-widgets.com', { tags: ['vip'] });

    const { body } = await client.api<MemberBody>('PUT', `${members}/${first.id}`, {
      email_address: 'ana@harbour-books.com',
    });

    expect(body.id).toBe(md5('ana@harbour-books.com'));
    expect(body.unique_email_id).not.toBe(first.unique_email_id);
    expect(body).toMatchObject({
      contact_id: first.contact_id,
      web_id: first.web_id,
      tags: [{ name: 'vip' }],
    });
    expect((await client.api('GET', `${members}/${first.id}`)).status).toBe(404);
    expect((await client.member(audience, first.contact_id)).email_address).toBe('ana@harbour-books.com');
  });

  it('creates under the address of the body when the hash of a PUT is unknown', async () => {
    const { body } = await client.api<MemberBody>('PUT', `${members}/${md5('else@acme-widgets.com')}`, {
      email_address: 'ana@acme-widgets.com',
      status_if_new: 'subscribed',
    });

    expect(body.id).toBe(md5('ana@acme-widgets.com'));
  });

  it('refuses a PUT under an unknown hash for the address of another member', async () => {
    await add('ana@acme-widgets.com');

    const { body } = await client.api('PUT', `${members}/${md5('else@acme-widgets.com')}`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });

    expect(body.title).toBe('Member Exists');
  });

  it('stores nothing when one merge field is invalid', async () => {
    await client.api('POST', `/lists/${audience}/merge-fields`, { name: 'LTV', tag: 'LTV', type: 'number' });
    const { body: first } = await add('ana@acme-widgets.com');

    const { status, body } = await client.api('PATCH', `${members}/${first.id}`, {
      merge_fields: { FNAME: 'Ana', LTV: 'much' },
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({
      detail: 'Your merge fields were invalid.',
      errors: [{ field: 'LTV', message: 'Please enter a number' }],
    });
    expect((await client.member(audience, first.id)).merge_fields.FNAME).toBe('');
  });

  it('ignores unknown merge tags and clears with an empty text', async () => {
    const { body: first } = await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana', NOPE: 'x' } });

    const { body } = await client.api<MemberBody>('PATCH', `${members}/${first.id}`, {
      merge_fields: { FNAME: '' },
    });

    expect(first.merge_fields).toEqual({ FNAME: 'Ana', LNAME: '', ADDRESS: '', PHONE: '' });
    expect(body.merge_fields.FNAME).toBe('');
  });

  it('archives, and refuses to archive again', async () => {
    const { body: first } = await add('ana@acme-widgets.com');

    const archived = await client.api('DELETE', `${members}/${first.id}`);
    const again = await client.api('DELETE', `${members}/${first.id}`);

    expect(archived.status).toBe(204);
    expect((await client.member(audience, first.id)).status).toBe('archived');
    expect(again.status).toBe(405);
    expect(again.headers.get('allow')).toBe('GET, PUT');
  });

  it('forgets for good, and refuses the address from then on', async () => {
    const { body: first } = await add('ana@acme-widgets.com');

    await client.api('POST', `${members}/${first.id}/actions/delete-permanent`);

    expect((await client.api('GET', `${members}/${first.id}`)).status).toBe(404);
    expect((await add('ana@acme-widgets.com')).body.title).toBe('Forgotten Email Not Subscribed');
    expect((await add('ana@acme-widgets.com', { status: 'pending' })).body.title).toBe(
      'Forgotten Email Not Subscribed',
    );
  });

  it('lets the account take back its own opt-out, not that of the contact', async () => {
    const { body: byAccount } = await add('ana@acme-widgets.com', { status: 'unsubscribed' });
    const { body: byContact } = await add('rui@acme-widgets.com');
    await client.persona(audience, { email: 'rui@acme-widgets.com', action: 'unsubscribe', source: 'user' });

    const back = await client.api<MemberBody>('PATCH', `${members}/${byAccount.id}`, {
      status: 'subscribed',
    });
    const refused = await client.api('PATCH', `${members}/${byContact.id}`, { status: 'subscribed' });
    const pending = await client.api<MemberBody>('PATCH', `${members}/${byContact.id}`, {
      status: 'pending',
    });

    expect(back.body.status).toBe('subscribed');
    expect(refused.body).toMatchObject({ status: 400, title: 'Member In Compliance State' });
    expect(pending.body.status).toBe('pending');
  });

  it.each([
    ['AAAAA', 'Please provide a valid email address.'],
    ['', 'Blank email address'],
    ['ana@example.com', 'ana@example.com looks fake or invalid, please enter a real email address.'],
    [
      'test@acme-widgets.com',
      'test@acme-widgets.com looks fake or invalid, please enter a real email address.',
    ],
  ])('refuses the address %p', async (email, detail) => {
    const { status, body } = await add(email);

    expect(status).toBe(400);
    expect(body).toMatchObject({ title: 'Invalid Resource', detail });
    expect(body).not.toHaveProperty('errors');
  });

  it('throttles an address that signs up again and again', async () => {
    await client.knobs({ throttle_signups: 3 });
    const { body: first } = await add('ana@acme-widgets.com');
    for (const status of ['unsubscribed', 'subscribed', 'unsubscribed', 'subscribed', 'unsubscribed']) {
      await client.api('PATCH', `${members}/${first.id}`, { status });
    }

    const { body } = await client.api('PATCH', `${members}/${first.id}`, { status: 'subscribed' });

    expect(body.detail).toMatch(/has signed up to a lot of lists very recently/);
  });

  it('subscribes in a batch, with an error item for each that is refused', async () => {
    await add('ana@acme-widgets.com');

    const { status, body } = await client.api<PageBody>('POST', `/lists/${audience}`, {
      members: [
        { email_address: 'ana@acme-widgets.com', status: 'subscribed' },
        { email_address: 'rui@acme-widgets.com', status: 'subscribed', tags: ['new'] },
        { email_address: 'x@example.com', status: 'subscribed' },
        { email_address: 'rui@acme-widgets.com', status: 'subscribed' },
      ],
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ total_created: 1, total_updated: 0, error_count: 3 });
    expect(body.errors).toMatchObject([
      {
        email_address: 'ana@acme-widgets.com',
        error:
          'ana@acme-widgets.com is already a list member, do you want to update? please provide update_existing:true in the request body',
        error_code: 'ERROR_CONTACT_EXISTS',
      },
      {
        error: 'x@example.com looks fake or invalid, please enter a real email address.',
        error_code: 'ERROR_GENERIC',
      },
      { error_code: 'ERROR_GENERIC' },
    ]);
  });

  it('replaces the tags in a batch that syncs them', async () => {
    await add('ana@acme-widgets.com', { tags: ['old', 'kept'] });

    await client.api('POST', `/lists/${audience}`, {
      members: [
        { email_address: 'ana@acme-widgets.com', status_if_new: 'subscribed', tags: ['KEPT', 'new'] },
      ],
      update_existing: true,
      sync_tags: true,
    });

    const { tags } = await client.member(audience, 'ana@acme-widgets.com');
    expect(tags.map(({ name }) => name)).toEqual(['kept', 'new']);
  });
});
