import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';

interface FieldBody extends Json {
  merge_id: number;
  tag: string;
  merge_fields: FieldBody[];
}

describe('Merge fields', () => {
  let client: SandboxClient;
  let base: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    base = `/lists/${await client.audience()}`;
  });

  const add = (body: Json) => client.api<FieldBody>('POST', `${base}/merge-fields`, body);
  const fields = async (query = ''): Promise<FieldBody[]> =>
    (await client.api<FieldBody>('GET', `${base}/merge-fields?count=100&${query}`)).body.merge_fields;
  const member = (merge_fields: Json) =>
    client.api<MemberBody>('POST', `${base}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
      merge_fields,
    });

  it('begin with four, listed by tag, EMAIL not among them', async () => {
    expect((await fields()).map(({ tag, merge_id, type }) => [tag, merge_id, type])).toEqual([
      ['ADDRESS', 3, 'address'],
      ['FNAME', 1, 'text'],
      ['LNAME', 2, 'text'],
      ['PHONE', 4, 'phone'],
    ]);
  });

  it.each([
    ['text', { size: 25 }],
    ['number', {}],
    ['address', { default_country: 164 }],
    ['phone', { phone_format: 'none' }],
    ['date', { date_format: 'MM/DD/YYYY' }],
    ['url', {}],
    ['imageurl', {}],
    ['radio', { choices: ['A', 'B'] }],
    ['dropdown', { choices: ['A', 'B'] }],
    ['birthday', { date_format: 'MM/DD' }],
    ['zip', {}],
  ])('of the type %s have the options %j', async (type, options) => {
    const given = 'choices' in options ? { options } : {};

    const { body } = await add({ name: 'Something', type, ...given });

    expect(body).toMatchObject({ merge_id: 5, tag: 'MMERGE5', type, required: false, default_value: '' });
    expect(body.options).toEqual(options);
  });

  it('write their tag in capitals, and take no tag twice', async () => {
    const { body } = await add({ name: 'City', type: 'text', tag: 'city' });
    const twice = await add({ name: 'City', type: 'text', tag: 'CITY' });
    const email = await add({ name: 'E-mail', type: 'text', tag: 'EMAIL' });
    const odd = await add({ name: 'Odd', type: 'text', tag: 'A-B' });

    expect(body.tag).toBe('CITY');
    expect([twice.status, email.status, odd.status]).toEqual([400, 400, 400]);
  });

  it('keep their type, and their values when the tag changes', async () => {
    const { body: field } = await add({ name: 'City', type: 'text', tag: 'CITY' });
    const { body: ana } = await member({ CITY: 'Porto' });

    const { body: changed } = await client.api('PATCH', `${base}/merge-fields/${field.merge_id}`, {
      type: 'number',
      tag: 'TOWN',
      required: true,
      help_text: 'Where you live',
    });

    expect(changed).toMatchObject({ type: 'text', tag: 'TOWN', required: true, help_text: 'Where you live' });
    const { merge_fields } = (await client.api<MemberBody>('GET', `${base}/members/${ana.id}`)).body;
    expect(merge_fields).toMatchObject({ TOWN: 'Porto' });
    expect(merge_fields).not.toHaveProperty('CITY');
  });

  it('take their values with them, and give no number twice', async () => {
    const { body: field } = await add({ name: 'City', type: 'text', tag: 'CITY' });
    const { body: ana } = await member({ CITY: 'Porto' });

    await client.api('DELETE', `${base}/merge-fields/${field.merge_id}`);
    const { body: again } = await add({ name: 'City', type: 'text', tag: 'CITY' });

    const { merge_fields } = (await client.api<MemberBody>('GET', `${base}/members/${ana.id}`)).body;
    expect(merge_fields.CITY).toBe('');
    expect(again.merge_id).toBe(field.merge_id + 1);
    expect((await client.api('GET', `${base}/merge-fields/${field.merge_id}`)).status).toBe(404);
  });

  it('are 30 at most, or what the knob says', async () => {
    for (let number = 5; number <= 30; number += 1) {
      expect((await add({ name: `Field ${number}`, type: 'text' })).status).toBe(200);
    }

    const tooMany = await add({ name: 'Field 31', type: 'text' });
    await client.knobs({ max_merge_fields: 80 });
    const premium = await add({ name: 'Field 31', type: 'text' });

    expect([tooMany.status, premium.status]).toEqual([400, 200]);
  });

  it('are restricted by type and by being required', async () => {
    await add({ name: 'City', type: 'text', tag: 'CITY', required: true });

    expect((await fields('type=phone')).map(({ tag }) => tag)).toEqual(['PHONE']);
    expect((await fields('required=true')).map(({ tag }) => tag)).toEqual(['CITY']);
  });

  it('refuse a value that is no choice, and clear with nothing', async () => {
    await add({ name: 'Size', type: 'radio', tag: 'SIZE', options: { choices: ['S', 'M'] } });

    const refused = await member({ SIZE: 'XL' });
    const { body: ana } = await member({ SIZE: 'M' });
    const cleared = await client.api<MemberBody>('PATCH', `${base}/members/${ana.id}`, {
      merge_fields: { SIZE: '' },
    });

    expect(refused.body).toMatchObject({
      errors: [{ field: 'SIZE', message: 'Value must be one of: S, M (not XL)' }],
    });
    expect(ana.merge_fields.SIZE).toBe('M');
    expect(cleared.body.merge_fields.SIZE).toBe('');
  });
});

describe('Interests', () => {
  let client: SandboxClient;
  let base: string;
  let category: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());
  beforeEach(async () => {
    await client.control('POST', '/reset');
    base = `/lists/${await client.audience()}`;
    const { body } = await client.api('POST', `${base}/interest-categories`, {
      title: 'Topics',
      type: 'radio',
    });
    category = `${base}/interest-categories/${String(body.id)}`;
  });

  const add = async (name: string): Promise<string> =>
    String((await client.api('POST', `${category}/interests`, { name })).body.id);
  const member = async (interests: Json = {}): Promise<MemberBody> =>
    (
      await client.api<MemberBody>('PUT', `${base}/members/ana@acme-widgets.com`, {
        email_address: 'ana@acme-widgets.com',
        status_if_new: 'subscribed',
        interests,
      })
    ).body;

  it('are shown with a member only when there are any, all of them as yes or no', async () => {
    const before = await member();
    const [tea, coffee] = [await add('Tea'), await add('Coffee')];

    const after = await member({ [tea]: true });

    expect(before).not.toHaveProperty('interests');
    expect(after.interests).toEqual({ [tea]: true, [coffee]: false });
  });

  it('stay as they are where nothing is said of them, in a single choice too unless the knob says so', async () => {
    const [tea, coffee] = [await add('Tea'), await add('Coffee')];
    await member({ [tea]: true });

    const both = await member({ [coffee]: true });
    await client.knobs({ single_choice_interests: true });
    const one = await member({ [tea]: true });

    expect(both.interests).toEqual({ [tea]: true, [coffee]: true });
    expect(one.interests).toEqual({ [tea]: true, [coffee]: false });
  });

  it('count their subscribers as text, and refuse an unknown id', async () => {
    const tea = await add('Tea');
    await member({ [tea]: true });

    const { body: read } = await client.api('GET', `${category}/interests/${tea}`);
    const refused = await client.api('PATCH', `${base}/members/ana@acme-widgets.com`, {
      interests: { nope: true },
    });

    expect(read.subscriber_count).toBe('1');
    expect(refused.body).toMatchObject({ status: 400, detail: "Invalid interest ID: 'nope'." });
  });

  it('are 60 at most in an audience, with different names in a category', async () => {
    for (let number = 1; number <= 60; number += 1) await add(`Interest ${number}`);
    const tooMany = await client.api('POST', `${category}/interests`, { name: 'One more' });
    await client.knobs({ max_interests: 61 });
    const twice = await client.api('POST', `${category}/interests`, { name: 'Interest 1' });

    expect([tooMany.status, twice.status]).toEqual([400, 400]);
  });

  it('are renamed and deleted, alone and with their category', async () => {
    const [tea] = [await add('Tea'), await add('Coffee')];
    const { body: renamed } = await client.api('PATCH', `${category}/interests/${tea}`, {
      name: 'Green tea',
    });
    const { body: retitled } = await client.api('PATCH', category, { title: 'Drinks' });
    await client.api('DELETE', `${category}/interests/${tea}`);
    const { body: left } = await client.api('GET', `${category}/interests`);

    expect(renamed.name).toBe('Green tea');
    expect(retitled).toMatchObject({ title: 'Drinks', type: 'radio' });
    expect(left.total_items).toBe(1);
    expect((await client.api('DELETE', category)).status).toBe(204);
    expect((await client.api('GET', `${base}/interest-categories`)).body.total_items).toBe(0);
    expect(await member()).not.toHaveProperty('interests');
  });
});
