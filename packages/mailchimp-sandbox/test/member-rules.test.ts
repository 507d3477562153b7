import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody, PageBody } from './sandbox-client.js';

const second = 1;
const unknownHash = '00000000000000000000000000000000';

describe('The finer rules of writing members', () => {
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

  const add = async (email: string, more: Json = {}): Promise<MemberBody> =>
    (await client.api<MemberBody>('POST', members, { email_address: email, status: 'subscribed', ...more }))
      .body;
  const later = (seconds = second) => client.control('POST', '/clock', { advance_seconds: seconds });

  describe('a member is found', () => {
    it('by hash in any case, by address, and by contact id, for reading and writing', async () => {
      const ana = await add('Ana@acme-widgets.com');
      const keys = [ana.id, ana.id.toUpperCase(), 'ANA@acme-widgets.com', ana.contact_id];

      const read = await Promise.all(keys.map((key) => client.member(audience, key)));
      const written = await Promise.all(
        keys.map((key) => client.api<MemberBody>('PATCH', `${members}/${key}`, { vip: true })),
      );

      expect(read.map(({ id }) => id)).toEqual(keys.map(() => ana.id));
      expect(written.map(({ body }) => body.id)).toEqual(keys.map(() => ana.id));
    });

    it('by hash alone where nothing else is documented, unless the knob is lenient', async () => {
      const ana = await add('ana@acme-widgets.com');
      const tags = { tags: [{ name: 'vip', status: 'active' }] };
      const post = (key: string) => client.api('POST', `${members}/${key}/tags`, tags);
      const forget = (key: string) => client.api('POST', `${members}/${key}/actions/delete-permanent`);

      const strict = [
        await post(ana.contact_id),
        await post(ana.email_address),
        await forget(ana.contact_id),
      ];
      await client.knobs({ hash_only_paths: false });
      const lenient = [await post(ana.contact_id), await forget(ana.email_address)];

      expect(strict.map(({ status }) => status)).toEqual([404, 404, 404]);
      expect(lenient.map(({ status }) => status)).toEqual([204, 204]);
    });
  });

  describe('PUT and PATCH', () => {
    it('change the status without an address in the body (rule 5)', async () => {
      const ana = await add('ana@acme-widgets.com');

      const { status, body } = await client.api<MemberBody>('PUT', `${members}/${ana.id}`, {
        status: 'unsubscribed',
      });

      expect([status, body.status]).toEqual([200, 'unsubscribed']);
    });

    it('refuse a new address that somebody else has', async () => {
      const ana = await add('ana@acme-widgets.com');
      await add('rui@acme-widgets.com');

      for (const method of ['PUT', 'PATCH']) {
        const { body } = await client.api(method, `${members}/${ana.id}`, {
          email_address: 'rui@acme-widgets.com',
        });
        expect(body.title).toBe('Member Exists');
      }
      expect((await client.member(audience, ana.id)).email_address).toBe('ana@acme-widgets.com');
    });

    it('keep the address as it was first written, whatever its case later', async () => {
      const ana = await add('Ana@Acme-Widgets.com');

      const { body } = await client.api<MemberBody>('PUT', `${members}/${ana.id}`, {
        email_address: 'ana@acme-widgets.com',
      });

      expect(body.email_address).toBe('Ana@Acme-Widgets.com');
    });

    it('know nobody under an unknown hash: PATCH says so, PUT creates and needs a status (rules 13 and 14)', async () => {
      const patched = await client.api('PATCH', `${members}/${unknownHash}`, { status: 'subscribed' });
      const bare = await client.api('PUT', `${members}/${unknownHash}`, {
        email_address: 'ana@acme-widgets.com',
      });
      const blank = await client.api('PUT', `${members}/${unknownHash}`, { status: 'subscribed' });

      expect(patched.status).toBe(404);
      expect(bare.body).toMatchObject({
        status: 400,
        title: 'Invalid Resource',
        errors: [{ field: 'status' }],
      });
      expect(blank.body).toMatchObject({ status: 400, detail: 'Blank email address' });
    });

    it('use status_if_new for the new only', async () => {
      const ana = await add('ana@acme-widgets.com', { status: 'unsubscribed' });
      const put = (id: string, email: string) =>
        client.api<MemberBody>('PUT', `${members}/${id}`, { email_address: email, status_if_new: 'pending' });

      const old = await put(ana.id, 'ana@acme-widgets.com');
      const fresh = await put(unknownHash, 'rui@acme-widgets.com');

      expect([old.body.status, fresh.body.status]).toEqual(['unsubscribed', 'pending']);
    });

    it('add tags with PUT as the knob says, never with PATCH (rule 15)', async () => {
      const ana = await add('ana@acme-widgets.com', { tags: ['first'] });
      const put = async (tag: string) =>
        (await client.api<MemberBody>('PUT', `${members}/${ana.id}`, { tags: [tag] })).body;
      const names = ({ tags }: MemberBody): string[] => tags.map(({ name }) => name);

      const added = names(await put('second'));
      await client.knobs({ put_tags_on_update: false });
      const ignored = names(await put('third'));
      const { body: patched } = await client.api<MemberBody>('PATCH', `${members}/${ana.id}`, {
        tags: ['fourth'],
      });

      expect(added).toEqual(['first', 'second']);
      expect([ignored, names(patched)]).toEqual([added, added]);
    });

    it.each([
      ['PUT', 'subscribed'],
      ['PATCH', 'subscribed'],
      ['PATCH', 'unsubscribed'],
      ['PATCH', 'pending'],
    ])('bring an archived member back: %s to %s', async (method, status) => {
      const ana = await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana' }, tags: ['vip'] });
      await client.api('DELETE', `${members}/${ana.id}`);

      const { body } = await client.api<MemberBody>(method, `${members}/${ana.id}`, { status });

      expect(body).toMatchObject({ status, merge_fields: { FNAME: 'Ana' }, tags: [{ name: 'vip' }] });
    });

    it('leave an archived member archived when they say nothing of its status', async () => {
      const ana = await add('ana@acme-widgets.com');
      await client.api('DELETE', `${members}/${ana.id}`);

      const { body } = await client.api<MemberBody>('PUT', `${members}/${ana.id}`, {
        merge_fields: { FNAME: 'Ana' },
        status_if_new: 'subscribed',
      });

      expect(body).toMatchObject({ status: 'archived', merge_fields: { FNAME: 'Ana' } });
    });
  });

  describe('DELETE', () => {
    it('archives subscribed, unsubscribed and transactional members and keeps their data (rule 16)', async () => {
      for (const status of ['subscribed', 'unsubscribed', 'transactional']) {
        const { id, last_changed } = await add(`${status}@acme-widgets.com`, {
          status,
          merge_fields: { FNAME: 'Ana' },
        });
        await later();

        const { status: answered } = await client.api('DELETE', `${members}/${id}`);

        const after = await client.member(audience, id);
        expect(answered).toBe(204);
        expect(after).toMatchObject({ status: 'archived', merge_fields: { FNAME: 'Ana' } });
        expect(after.last_changed > last_changed).toBe(true);
      }
    });

    it('refuses bounced, pending and archived ones with 405, and knows nobody unknown (rules 17 and 18)', async () => {
      const cleaned = await add('ana@acme-widgets.com', { status: 'cleaned' });
      const pending = await add('rui@acme-widgets.com', { status: 'pending' });
      const archived = await add('eva@acme-widgets.com');
      await client.api('DELETE', `${members}/${archived.id}`);

      for (const { id } of [cleaned, pending, archived]) {
        const { status, body, headers } = await client.api('DELETE', `${members}/${id}`);
        expect(status).toBe(405);
        expect(headers.get('allow')).toBe('GET, PUT');
        expect(body).toMatchObject({
          title: 'Method Not Allowed',
          detail:
            'This list member cannot be removed. Can not archive a contact that is bounced, pending or archived',
        });
      }
      expect((await client.api('DELETE', `${members}/${unknownHash}`)).status).toBe(404);
      expect((await client.api('POST', `${members}/${unknownHash}/actions/delete-permanent`)).status).toBe(
        404,
      );
    });

    it('archives what the knob names', async () => {
      await client.knobs({ archivable: 'pending' });
      const pending = await add('rui@acme-widgets.com', { status: 'pending' });
      const subscribed = await add('eva@acme-widgets.com');

      expect((await client.api('DELETE', `${members}/${pending.id}`)).status).toBe(204);
      expect((await client.api('DELETE', `${members}/${subscribed.id}`)).status).toBe(405);
    });
  });

  describe('last_changed', () => {
    const changes: readonly (readonly [string, boolean, (id: string) => Promise<unknown>])[] = [
      ['data', true, (id) => client.api('PATCH', `${members}/${id}`, { merge_fields: { FNAME: 'Eva' } })],
      ['a status', true, (id) => client.api('PATCH', `${members}/${id}`, { status: 'unsubscribed' })],
      [
        'an address',
        true,
        (id) => client.api('PATCH', `${members}/${id}`, { email_address: 'eva@acme-widgets.com' }),
      ],
      ['a new tag', true, (id) => tag(id, [{ name: 'new', status: 'active' }])],
      ['a tag that is taken off', true, (id) => tag(id, [{ name: 'vip', status: 'inactive' }])],
      ['a tag that is put on again', true, (id) => tag(id, [{ name: 'vip', status: 'active' }])],
      ['no tags', false, (id) => tag(id, [])],
      ['an unknown tag that is taken off', false, (id) => tag(id, [{ name: 'none', status: 'inactive' }])],
      [
        'the same again (rule 12)',
        false,
        (id) =>
          client.api('PUT', `${members}/${id}`, {
            email_address: 'ana@acme-widgets.com',
            status: 'subscribed',
            merge_fields: { FNAME: 'Ana', ADDRESS: '', UNKNOWN: 'x' },
            vip: false,
            tags: ['vip'],
          }),
      ],
      [
        'a refused write',
        false,
        (id) => client.api('PATCH', `${members}/${id}`, { vip: true, ip_opt: 'home' }),
      ],
      ['a note', false, (id) => client.api('POST', `${members}/${id}/notes`, { note: 'Hello' })],
    ];
    const tag = (id: string, tags: Json[]) => client.api('POST', `${members}/${id}/tags`, { tags });

    it.each(changes)('after %s: moves on is %s', async (_, moves, change) => {
      const ana = await add('ana@acme-widgets.com', { merge_fields: { FNAME: 'Ana' }, tags: ['vip'] });
      await later();

      await change(ana.id);

      const after = await client.member(audience, ana.contact_id);
      expect(after.last_changed !== ana.last_changed).toBe(moves);
    });
  });

  describe('the opt-in', () => {
    it('is now and from the caller for who is subscribed, not yet for who is pending', async () => {
      const subscribed = await add('ana@acme-widgets.com');
      const pending = await add('rui@acme-widgets.com', { status: 'pending' });
      await later(60);
      const { body: confirmed } = await client.persona(audience, {
        email: 'rui@acme-widgets.com',
        action: 'confirm',
      });
      const { body: again } = await client.api<MemberBody>('PATCH', `${members}/${subscribed.id}`, {
        status: 'unsubscribed',
      });
      const { body: back } = await client.api<MemberBody>('PATCH', `${members}/${subscribed.id}`, {
        status: 'subscribed',
      });

      expect(subscribed).toMatchObject({ ip_opt: '127.0.0.1', timestamp_opt: subscribed.last_changed });
      expect(pending).toMatchObject({ ip_opt: '', timestamp_opt: '' });
      expect(confirmed.member).toMatchObject({
        ip_opt: '203.0.113.20',
        timestamp_opt: confirmed.member?.last_changed,
      });
      expect(again.timestamp_opt).toBe(subscribed.timestamp_opt);
      expect(back.timestamp_opt).toBe(back.last_changed);
    });

    it('is what the caller says, in the two forms of the specification', async () => {
      const ana = await add('ana@acme-widgets.com', {
        timestamp_opt: '2026-01-31 12:00:00',
        timestamp_signup: '2026-01-31T12:00:00+01:00',
        ip_opt: '2001:db8::1',
        ip_signup: '203.0.113.9',
      });

      expect(ana).toMatchObject({
        timestamp_opt: '2026-01-31T12:00:00+00:00',
        timestamp_signup: '2026-01-31T11:00:00+00:00',
        ip_opt: '2001:db8::1',
        ip_signup: '203.0.113.9',
      });
    });
  });

  describe('merge fields', () => {
    it('come back as they are stored: numbers as numbers, dates in one form, empty ones as ""', async () => {
      for (const [tag, type] of [
        ['LTV', 'number'],
        ['SINCE', 'date'],
        ['BORN', 'birthday'],
        ['SITE', 'url'],
      ])
        await client.api('POST', `/lists/${audience}/merge-fields`, { tag, name: tag, type });
      const values = { LTV: '15.50', SINCE: '12/21/1980', BORN: '2/29', SITE: 'https://acme-widgets.com' };

      const full = await add('ana@acme-widgets.com', { merge_fields: values });
      const { body: cleared } = await client.api<MemberBody>('PATCH', `${members}/${full.id}`, {
        merge_fields: { LTV: '', SINCE: '', BORN: '', SITE: '' },
      });

      expect(full.merge_fields).toMatchObject({ LTV: 15.5, SINCE: '1980-12-21', BORN: '02/29' });
      expect(Object.values(cleared.merge_fields)).toEqual(['', '', '', '', '', '', '', '']);
    });

    it('that are required refuse every write without them, unless that check is skipped', async () => {
      const field = { tag: 'CITY', name: 'City', type: 'text', required: true };
      await client.api('POST', `/lists/${audience}/merge-fields`, field);
      const body = { email_address: 'ana@acme-widgets.com', status: 'subscribed' };

      const refused = await client.api('POST', members, body);
      const skipped = await client.api<MemberBody>('POST', `${members}?skip_merge_validation=true`, body);
      const still = await client.api('PATCH', `${members}/${skipped.body.id}`, { vip: true });
      const batch = await client.api('POST', `/lists/${audience}`, {
        members: [{ ...body, email_address: 'rui@acme-widgets.com' }],
      });
      const passed = await client.api('POST', `/lists/${audience}?skip_merge_validation=true`, {
        members: [{ ...body, email_address: 'rui@acme-widgets.com' }],
      });

      const error = { field: 'CITY', message: 'Please enter a value' };
      expect(refused.body).toMatchObject({ detail: 'Your merge fields were invalid.', errors: [error] });
      expect(skipped.status).toBe(200);
      expect(still.status).toBe(400);
      expect(batch.body).toMatchObject({
        errors: [{ error_code: 'ERROR_GENERIC', field: 'CITY', field_message: 'Please enter a value' }],
      });
      expect(passed.body).toMatchObject({ total_created: 1, error_count: 0 });
    });
  });

  it('forgets in one audience and not in another', async () => {
    const ana = await add('ana@acme-widgets.com');
    await client.api('POST', `${members}/${ana.id}/actions/delete-permanent`);
    const other = await client.audience();

    const put = await client.api('PUT', `${members}/${ana.id}`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    const batch = await client.api<PageBody>('POST', `/lists/${audience}`, {
      members: [{ email_address: 'ana@acme-widgets.com', status: 'pending' }],
    });
    const elsewhere = await client.api('POST', `/lists/${other}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    const form = await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'subscribe' });

    const detail =
      'ana@acme-widgets.com was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.';
    expect(put.body).toMatchObject({ status: 400, title: 'Forgotten Email Not Subscribed', detail });
    expect(batch.body).toMatchObject({ errors: [{ error: detail, error_code: 'ERROR_GENERIC' }] });
    expect(elsewhere.status).toBe(200);
    expect(form.body.member).toMatchObject({ status: 'subscribed' });
    expect(form.body.member?.contact_id).not.toBe(ana.contact_id);
  });

  it('lets an address sign up ten times in ten minutes, wherever, and not an eleventh time', async () => {
    const statuses: number[] = [];
    for (let audienceNumber = 0; audienceNumber < 11; audienceNumber += 1) {
      const { status } = await client.api('POST', `/lists/${await client.audience()}/members`, {
        email_address: 'ana@acme-widgets.com',
        status: 'subscribed',
      });
      statuses.push(status);
    }

    expect(statuses).toEqual([...Array<number>(10).fill(200), 400]);
  });

  it('lifts the sign-up throttle after its time', async () => {
    await client.knobs({ throttle_signups: 2, throttle_window_seconds: 600, throttle_seconds: 300 });
    const { id } = await add('ana@acme-widgets.com');
    const set = (status: string) => client.api('PATCH', `${members}/${id}`, { status });
    await set('unsubscribed');
    await set('subscribed');
    await set('unsubscribed');

    const refused = await set('subscribed');
    const elsewhere = await client.api('POST', `/lists/${await client.audience()}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    await later(301);
    const allowed = await set('subscribed');

    expect(refused.body).toMatchObject({
      title: 'Invalid Resource',
      detail:
        "ana@acme-widgets.com has signed up to a lot of lists very recently; we're not allowing more signups for now",
    });
    expect(elsewhere.status).toBe(400);
    expect(allowed.status).toBe(200);
  });
});
