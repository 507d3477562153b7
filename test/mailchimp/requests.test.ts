import { afterEach, describe, expect, it } from '@jest/globals';
import { createMailchimp, type Mailchimp } from '../../src/mailchimp/create-mailchimp.js';
import { Secret } from '../../src/support/secret.js';
import { buildRawMember } from './build-member.js';
import { empty, fakeApi, healthy, json, problem, type Answer, type FakeApi } from './fake-api.js';
import { quickClock } from './quick-clock.js';
import { decided } from '../../src/consent/decided.js';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** Where nothing listens any more. */
async function unusedUrl(): Promise<string> {
  const api = await fakeApi(healthy);
  await api.close();
  return new URL(api.url).origin;
}

async function openWorld(...answers: Answer[]): Promise<{ api: FakeApi; mailchimp: Mailchimp }> {
  const api = await fakeApi(...answers);
  const connection = { apiKey: new Secret('some-key-us6'), baseUrl: api.url, maxConnections: 2 };
  const mailchimp = createMailchimp(connection, { clock: quickClock() });
  opened.push(mailchimp, api);
  return { api, mailchimp };
}

const hash = '5eb0d793a5aa4f1b9fd29305d6afbf7c';
const notFound = problem(404, 'Resource Not Found', 'The requested resource could not be found.');
const notAllowed = problem(405, 'Method Not Allowed', 'This list member cannot be removed.');
const noOutcome = { new_members: [], updated_members: [], errors: [] };

describe('every request', () => {
  it('says who it is and carries the key as a Basic authorization', async () => {
    const { mailchimp, api } = await openWorld(healthy);

    await mailchimp.ping();

    const basic = Buffer.from('odoo-mailchimp:some-key-us6').toString('base64');
    expect(api.requests[0]?.headers).toMatchObject({
      authorization: `Basic ${basic}`,
      'user-agent': 'odoo-mailchimp',
    });
  });

  it('goes straight to this machine, whatever proxy the environment names', async () => {
    const { mailchimp, api } = await openWorld(healthy);
    const before = { ...process.env };
    process.env.http_proxy = await unusedUrl();
    process.env.no_proxy = '';

    await mailchimp.ping().finally(() => (process.env = before));

    expect(api.requests[0]?.path).toBe('/ping');
  });
});

describe('account and audiences', () => {
  it('reads the account', async () => {
    const { mailchimp } = await openWorld(
      json({ account_id: 'a1', account_name: 'Acme', email: 'dev@acme.com' }),
    );

    await expect(mailchimp.account()).resolves.toEqual({ id: 'a1', name: 'Acme', email: 'dev@acme.com' });
  });

  it('reads all audiences, page by page', async () => {
    const page = (id: string) => json({ lists: [{ id, name: `Audience ${id}` }], total_items: 2 });
    const { mailchimp, api } = await openWorld(page('a'), page('b'));

    const audiences = await mailchimp.audiences.all();

    expect(audiences.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(api.requests.map(({ query }) => query.get('offset'))).toEqual(['0', '1']);
  });

  it('B3: reads what an audience tells of itself', async () => {
    const { mailchimp } = await openWorld(
      json({
        id: 'a1',
        name: 'News',
        date_created: '2020-01-02T03:04:05+00:00',
        list_rating: 3.5,
        subscribe_url_short: 'http://eepurl.com/x',
        subscribe_url_long: '',
        double_optin: true,
        stats: { member_count: 5, unsubscribe_count: 2, cleaned_count: 1 },
      }),
    );

    await expect(mailchimp.audiences.get('a1')).resolves.toEqual({
      id: 'a1',
      name: 'News',
      dateCreated: '2020-01-02T03:04:05+00:00',
      rating: 3.5,
      subscribeUrl: 'http://eepurl.com/x',
      subscribeUrlLong: null,
      doubleOptin: true,
      members: { subscribed: 5, unsubscribed: 2, cleaned: 1 },
    });
  });

  it.each([
    ['get', (mailchimp: Mailchimp) => mailchimp.audiences.get('gone')],
    ['merge fields', (mailchimp: Mailchimp) => mailchimp.mergeFields('gone')],
    ['members', (mailchimp: Mailchimp) => mailchimp.members.changed('gone', {}).next()],
    ['count', (mailchimp: Mailchimp) => mailchimp.members.count('gone')],
    [
      'batch',
      (mailchimp: Mailchimp) =>
        mailchimp.members.batchSubscribe('gone', [{ email: 'a@b.pt' }], { updateExisting: true }),
    ],
  ])('names an audience that is not there (%s)', async (_what, call) => {
    const { mailchimp } = await openWorld(notFound);

    await expect(call(mailchimp)).rejects.toMatchObject({
      code: 'mailchimp.audience_not_found',
      message: 'MailChimp has no audience gone',
    });
  });

  it('reads merge fields with the values a choice takes', async () => {
    const field = { merge_id: 1, tag: 'SIZE', name: 'Size', type: 'dropdown', required: false };
    const { mailchimp } = await openWorld(
      json({ merge_fields: [{ ...field, options: { choices: ['S', 'M'] } }], total_items: 1 }),
    );

    await expect(mailchimp.mergeFields('a1')).resolves.toEqual([
      { ...field, defaultValue: '', choices: ['S', 'M'], dateFormat: null, phoneFormat: null },
    ]);
  });
});

describe('members', () => {
  it('asks a change query for the fields it reads, encoded so that no plus sign becomes a space', async () => {
    const { mailchimp, api } = await openWorld(json({ members: [], total_items: 0 }));

    await mailchimp.members
      .changed('a1', { since: new Date('2026-01-02T03:04:05.678Z'), status: 'archived' })
      .next();

    const [request] = api.requests;
    expect(request?.rawQuery).toContain('since_last_changed=2026-01-02T03%3A04%3A05%2B00%3A00');
    expect(Object.fromEntries(request?.query ?? [])).toMatchObject({
      count: '1000',
      offset: '0',
      sort_field: 'last_changed',
      sort_dir: 'ASC',
      status: 'archived',
      fields: expect.stringMatching(/^members\.id,members\.email_address,.*,total_items$/),
    });
  });

  it('counts a status without reading members', async () => {
    const { mailchimp, api } = await openWorld(json({ total_items: 12 }));

    await expect(mailchimp.members.count('a1', 'pending')).resolves.toBe(12);

    expect(api.requests[0]?.rawQuery).toBe('count=0&fields=total_items&status=pending');
  });

  it('finds a member by address, and null for none', async () => {
    const { mailchimp, api } = await openWorld(json(buildRawMember()), notFound);

    const found = await mailchimp.members.get('a1', 'ana+x@acme-widgets.com');
    const missing = await mailchimp.members.get('a1', hash);

    expect(found?.fullName).toBe('Ana Sousa');
    expect(missing).toBeNull();
    expect(api.requests[0]?.path).toBe('/lists/a1/members/ana%2Bx%40acme-widgets.com');
  });

  it('B33: does not take a page of another server for "there is no such member"', async () => {
    const { mailchimp } = await openWorld((response) => response.writeHead(404).end('<h1>Not Found</h1>'));

    await expect(mailchimp.members.get('a1', hash)).rejects.toMatchObject({
      code: 'mailchimp.unexpected_answer',
    });
  });

  it('B26: sends what is given and nothing else', async () => {
    const { mailchimp, api } = await openWorld(json(buildRawMember()));

    await mailchimp.members.put('a1', hash, {
      email: 'ana@acme-widgets.com',
      statusIfNew: decided('pending'),
      tags: ['VIP'],
    });
    await mailchimp.members.patch('a1', hash, { mergeFields: { FNAME: '' } }, { skipMergeValidation: true });

    expect(api.requests.map(({ method, rawQuery, body }) => ({ method, rawQuery, body }))).toEqual([
      {
        method: 'PUT',
        rawQuery: '',
        body: { email_address: 'ana@acme-widgets.com', status_if_new: 'pending', tags: ['VIP'] },
      },
      { method: 'PATCH', rawQuery: 'skip_merge_validation=true', body: { merge_fields: { FNAME: '' } } },
    ]);
  });
});

describe('archiving', () => {
  it.each([
    ['204', [empty(204)]],
    ['there is no such member', [notFound]],
    ['it is archived already', [notAllowed, json(buildRawMember({ status: 'archived' }))]],
    ['it is gone by now', [notAllowed, notFound]],
  ])('is done when MailChimp says: %s', async (_what, answers) => {
    const { mailchimp } = await openWorld(...answers);

    await expect(mailchimp.members.archive('a1', decided(hash))).resolves.toBeUndefined();
  });

  it('is not done for a member that can’t be archived', async () => {
    const { mailchimp } = await openWorld(notAllowed, json(buildRawMember({ status: 'cleaned' })));

    await expect(mailchimp.members.archive('a1', decided(hash))).rejects.toMatchObject({
      code: 'mailchimp.cannot_archive',
      message: 'This list member cannot be removed.',
    });
  });
});

describe('deleting for good', () => {
  it.each([
    ['204', empty(204)],
    ['there is no such member', notFound],
  ])('B57: is done when MailChimp says: %s', async (_what, answer) => {
    const { mailchimp, api } = await openWorld(answer);

    await mailchimp.members.deletePermanently('a1', hash);

    const path = `/lists/a1/members/${hash}/actions/delete-permanent`;
    expect(api.requests).toMatchObject([{ method: 'POST', path }]);
  });

  it('B57: is not done when MailChimp refuses', async () => {
    const { mailchimp } = await openWorld(notAllowed);

    await expect(mailchimp.members.deletePermanently('a1', hash)).rejects.toMatchObject({
      message: 'This list member cannot be removed.',
    });
  });
});

describe('batch subscribe', () => {
  it('sends members and options', async () => {
    const { mailchimp, api } = await openWorld(json(noOutcome));

    await mailchimp.members.batchSubscribe('a1', [{ email: 'a@b.pt', status: decided('subscribed') }], {
      updateExisting: true,
      syncTags: true,
      skipMergeValidation: true,
    });

    expect(api.requests[0]).toMatchObject({
      method: 'POST',
      path: '/lists/a1',
      rawQuery: 'skip_merge_validation=true',
      body: {
        members: [{ email_address: 'a@b.pt', status: 'subscribed' }],
        update_existing: true,
        sync_tags: true,
      },
    });
  });

  it('B23: tells the refusals of single members as the member endpoint does', async () => {
    const refusals = [
      {
        email_address: '\\"ana@acme.com\\"',
        error: 'ana@acme.com is in a compliance state due to unsubscribe',
        error_code: 'ERROR_GENERIC',
      },
      { email_address: 'bo@acme.com', error: 'Já é membro', error_code: 'ERROR_CONTACT_EXISTS' },
      {
        email_address: 'cy@acme.com',
        error: 'Your merge fields were invalid.',
        error_code: 'ERROR_GENERIC',
        field: 'LTV',
        field_message: 'Please enter a number',
      },
    ];
    const { mailchimp } = await openWorld(
      json({ ...noOutcome, new_members: [buildRawMember({ contact_id: undefined })], errors: refusals }),
    );

    const { created, errors } = await mailchimp.members.batchSubscribe('a1', [{ email: 'ana@acme.com' }], {
      updateExisting: false,
    });

    expect(created.map(({ contactId, id }) => contactId === id)).toEqual([true]);
    expect(errors.map(({ email, code, message }) => [email, code, message])).toEqual([
      [
        'ana@acme.com',
        'mailchimp.compliance_state',
        'ana@acme.com is in a compliance state due to unsubscribe',
      ],
      ['bo@acme.com', 'mailchimp.member_exists', 'Já é membro'],
      ['cy@acme.com', 'mailchimp.merge_fields', 'Your merge fields were invalid. LTV: Please enter a number'],
    ]);
    expect(errors[0]?.error).toMatchObject({ remedy: 'fix-record' });
  });

  it('B21: halves a batch that is refused as a whole down to the member to blame', async () => {
    const refusal = problem(400, 'Invalid Resource', 'This value should not be blank.');
    const fine = (email: string) =>
      json({ ...noOutcome, new_members: [buildRawMember({ email_address: email })] });
    const { mailchimp, api } = await openWorld(refusal, refusal, fine('a@b.pt'), refusal, fine('c@b.pt'));

    const outcome = await mailchimp.members.batchSubscribe(
      'a1',
      [{ email: 'a@b.pt' }, { email: 'bad' }, { email: 'c@b.pt' }],
      { updateExisting: true },
    );

    expect(outcome.created.map(({ email }) => email)).toEqual(['a@b.pt', 'c@b.pt']);
    expect(outcome.errors).toMatchObject([{ email: 'bad', code: 'mailchimp.invalid' }]);
    expect(api.requests).toHaveLength(5);
  });

  it('costs no call when there is nothing to send', async () => {
    const { mailchimp } = await openWorld(healthy);

    const outcome = await mailchimp.members.batchSubscribe('a1', [], { updateExisting: true });

    expect(outcome).toEqual({ created: [], updated: [], errors: [] });
    expect(mailchimp.calls).toBe(0);
  });

  it('refuses more than MailChimp takes', async () => {
    const { mailchimp } = await openWorld(healthy);
    const members = Array.from({ length: 501 }, (_, index) => ({ email: `m${index}@acme.com` }));

    await expect(
      mailchimp.members.batchSubscribe('a1', members, { updateExisting: true }),
    ).rejects.toMatchObject({ code: 'mailchimp.batch_size' });
  });
});

describe('tags', () => {
  it('reads all tags of a member, page by page', async () => {
    const page = (id: number) => json({ tags: [{ id, name: `Tag ${id}` }], total_items: 2 });
    const { mailchimp, api } = await openWorld(page(1), page(2));

    await expect(mailchimp.tags.of('a1', hash)).resolves.toHaveLength(2);

    expect(api.requests[0]?.path).toBe(`/lists/a1/members/${hash}/tags`);
  });

  it('sends changes as deltas', async () => {
    const { mailchimp, api } = await openWorld(empty(204));
    const changes = [
      { name: 'VIP', active: true },
      { name: 'Lead', active: false },
    ];

    await mailchimp.tags.change('a1', hash, changes, { isSyncing: true });
    await mailchimp.tags.change('a1', hash, []);

    expect(api.requests.map(({ body }) => body)).toEqual([
      {
        tags: [
          { name: 'VIP', status: 'active' },
          { name: 'Lead', status: 'inactive' },
        ],
        is_syncing: true,
      },
    ]);
  });
});
