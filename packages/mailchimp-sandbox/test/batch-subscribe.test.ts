import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';

interface BatchAnswer extends Json {
  new_members: MemberBody[];
  updated_members: MemberBody[];
  errors: Json[];
}

describe('Batch subscribe', () => {
  let client: SandboxClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    audience = await client.audience();
  });

  const batch = async (members: Json[], more: Json = {}, query = ''): Promise<BatchAnswer> =>
    (await client.api<BatchAnswer>('POST', `/lists/${audience}?${query}`, { members, ...more })).body;
  const place = (...members: Json[]) => client.control('POST', `/audiences/${audience}/members`, { members });
  const ana = (more: Json = {}): Json => ({
    email_address: 'ana@acme-widgets.com',
    status: 'subscribed',
    ...more,
  });
  const tagsOf = async (): Promise<string[]> =>
    (await client.member(audience, 'ana@acme-widgets.com')).tags.map(({ name }) => name);

  it('takes 500 members in one call', async () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      ana({ email_address: `m${index}@acme-widgets.com` }),
    );

    expect(await batch(many)).toMatchObject({ total_created: 500, total_updated: 0, error_count: 0 });
  });

  it('keeps who is there as it is, unless it may update', async () => {
    await place({ email_address: 'ana@acme-widgets.com', merge_fields: { FNAME: 'Ana' } });
    const change = ana({ status: 'unsubscribed', merge_fields: { LNAME: 'Sousa' } });

    const refused = await batch([change]);
    const before = await client.member(audience, 'ana@acme-widgets.com');
    const updated = await batch([change], { update_existing: true });

    expect(refused.errors).toEqual([
      {
        email_address: 'ana@acme-widgets.com',
        error:
          'ana@acme-widgets.com is already a list member, do you want to update? please provide update_existing:true in the request body',
        error_code: 'ERROR_CONTACT_EXISTS',
        field: '',
        field_message: '',
      },
    ]);
    expect(before).toMatchObject({ status: 'subscribed', merge_fields: { LNAME: '' } });
    expect(updated).toMatchObject({
      total_updated: 1,
      updated_members: [{ status: 'unsubscribed', merge_fields: { FNAME: 'Ana', LNAME: 'Sousa' } }],
    });
  });

  it('keeps the status of who is there when it only says status_if_new', async () => {
    await place({ email_address: 'ana@acme-widgets.com', status: 'unsubscribed' });
    const members = ['ana', 'rui'].map((name) => ({
      email_address: `${name}@acme-widgets.com`,
      status_if_new: 'subscribed',
    }));

    const { new_members, updated_members } = await batch(members, { update_existing: true });

    expect(updated_members).toMatchObject([{ status: 'unsubscribed' }]);
    expect(new_members).toMatchObject([{ status: 'subscribed' }]);
  });

  it('brings archived members back as created ones, with what they had', async () => {
    await place({
      email_address: 'ana@acme-widgets.com',
      status: 'archived',
      merge_fields: { FNAME: 'Ana' },
    });

    const answer = await batch([{ email_address: 'ana@acme-widgets.com', status_if_new: 'subscribed' }]);

    expect(answer).toMatchObject({
      total_created: 1,
      new_members: [{ status: 'subscribed', merge_fields: { FNAME: 'Ana' } }],
    });
  });

  it('gives each refused item the words that a single write would have had', async () => {
    await place(
      { email_address: 'left@acme-widgets.com', status: 'unsubscribed', unsubscribed_by: 'user' },
      { email_address: 'gone@acme-widgets.com' },
    );
    await client.persona(audience, { email: 'gone@acme-widgets.com', action: 'delete_permanent' });
    await client.api('POST', `/lists/${audience}/merge-fields`, { name: 'LTV', tag: 'LTV', type: 'number' });
    const item = (email_address: string, more: Json = {}): Json => ({
      email_address,
      status: 'subscribed',
      ...more,
    });

    const { errors, total_created } = await batch(
      [
        item('left@acme-widgets.com'),
        item('gone@acme-widgets.com'),
        item('ana@mailinator.com'),
        item('half@'),
        item(''),
        item('num@acme-widgets.com', { merge_fields: { LTV: 'much' } }),
        { email_address: 'none@acme-widgets.com' },
        item('odd@acme-widgets.com', { status: 'sleeping' }),
        item('good@acme-widgets.com'),
      ],
      { update_existing: true },
    );

    expect(total_created).toBe(1);
    expect(errors.map(({ error }) => error)).toEqual([
      'left@acme-widgets.com is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.',
      'gone@acme-widgets.com was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.',
      'ana@mailinator.com looks fake or invalid, please enter a real email address.',
      'Please provide a valid email address.',
      'Blank email address',
      'Your merge fields were invalid.',
      "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
      "The resource submitted could not be validated. For field-specific details, see the 'errors' array.",
    ]);
    expect(new Set(errors.map(({ error_code }) => error_code))).toEqual(new Set(['ERROR_GENERIC']));
    expect(errors.filter(({ field }) => field !== '')).toEqual([
      expect.objectContaining({ field: 'LTV', field_message: 'Please enter a number' }),
    ]);
  });

  it('reports who comes twice, or takes the first when duplicates are skipped', async () => {
    const twice = [ana({ merge_fields: { FNAME: 'First' } }), ana({ email_address: 'ANA@acme-widgets.com' })];

    const reported = await batch(twice);
    const skipped = await batch(
      twice.map((one) => ({ ...one, email_address: String(one.email_address).replace(/ana/i, 'rui') })),
      {},
      'skip_duplicate_check=true',
    );

    expect(reported).toMatchObject({
      total_created: 1,
      error_count: 1,
      errors: [{ error_code: 'ERROR_GENERIC' }],
    });
    expect(skipped).toMatchObject({ total_created: 1, error_count: 0, errors: [] });
    expect((await client.member(audience, 'ana@acme-widgets.com')).merge_fields.FNAME).toBe('First');
  });

  it('adds tags to who is there, and replaces them when it syncs; the knob for PUT does not matter', async () => {
    await client.knobs({ put_tags_on_update: false });
    await place({ email_address: 'ana@acme-widgets.com', tags: ['old', 'kept'] });

    await batch([ana({ tags: ['new'] })], { update_existing: true });
    const added = await tagsOf();
    await batch([ana({ tags: ['KEPT', 'other'] })], { update_existing: true, sync_tags: true });
    const synced = await tagsOf();
    await batch([ana({ tags: [] })], { update_existing: true, sync_tags: true });

    expect(added).toEqual(['old', 'kept', 'new']);
    expect(synced).toEqual(['kept', 'other']);
    expect(await tagsOf()).toEqual([]);
  });

  it('syncs tags only together with updates', async () => {
    const { status, body } = await client.api('POST', `/lists/${audience}`, {
      members: [ana()],
      sync_tags: true,
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: 'sync_tags' }] });
  });

  it('takes null for what is not there', async () => {
    const fields = [
      'email_type',
      'status_if_new',
      'interests',
      'ip_opt',
      'ip_signup',
      'language',
      'location',
    ];
    const more = ['merge_fields', 'tags', 'timestamp_opt', 'timestamp_signup', 'vip'];
    const nothing = Object.fromEntries([...fields, ...more].map((field) => [field, null]));

    const { new_members } = await batch([ana(nothing)]);

    expect(new_members).toMatchObject([
      { status: 'subscribed', email_type: 'html', vip: false, language: '' },
    ]);
  });

  it('leaves marketing permissions to the member endpoints', async () => {
    audience = await client.audience({ marketing_permissions: true });
    await batch([ana()]);
    interface Permitted extends MemberBody {
      marketing_permissions: { marketing_permission_id: string; enabled: boolean }[];
    }
    const read = async () =>
      (await client.api<Permitted>('GET', `/lists/${audience}/members/ana@acme-widgets.com`)).body
        .marketing_permissions;
    const [first] = await read();
    const marketing_permissions = [{ ...first, enabled: true }];

    await batch([ana({ marketing_permissions })], { update_existing: true });
    const untouched = await read();
    await client.api('PATCH', `/lists/${audience}/members/ana@acme-widgets.com`, { marketing_permissions });

    expect(untouched.map(({ enabled }) => enabled)).toEqual([false, false, false]);
    expect((await read()).map(({ enabled }) => enabled)).toEqual([true, false, false]);
  });

  it('takes addresses of roles, or refuses those that the knob names', async () => {
    const info = ana({ email_address: 'info@acme-widgets.com' });
    const taken = await batch([info]);
    await client.knobs({ batch_refused_roles: 'info,admin' });
    const refused = await batch([ana({ email_address: 'ADMIN@acme-widgets.com' })]);
    const alone = await client.api(
      'POST',
      `/lists/${audience}/members`,
      ana({ email_address: 'admin@acme-widgets.com' }),
    );

    expect([taken.error_count, refused.error_count, alone.status]).toEqual([0, 1, 200]);
  });
});
