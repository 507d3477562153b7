import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';

describe('A new address', () => {
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

  const place = (status: string) =>
    client.control('POST', `/audiences/${audience}/members`, {
      members: [
        { email_address: 'ana@acme-widgets.com', status },
        { email_address: 'rui@acme-widgets.com', status: 'subscribed' },
      ],
    });
  const rename = (method: 'PUT' | 'PATCH', email: string, more = {}) =>
    client.api(method, `/lists/${audience}/members/ana@acme-widgets.com`, { email_address: email, ...more });

  it.each(['unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'])(
    'is refused for who is %s, whatever status comes with it',
    async (status) => {
      await place(status);

      const put = await rename('PUT', 'ana.sousa@acme-widgets.com', { status: 'subscribed' });
      const patch = await rename('PATCH', 'ana.sousa@acme-widgets.com');

      const detail = `This member's status is "${status}." You can only update email addresses for members with a status of "subscribed."`;
      expect([put.status, patch.status]).toEqual([400, 400]);
      expect(put.body).toMatchObject({ title: 'Invalid Resource', detail });
      expect(patch.body).toMatchObject({ detail });
      expect((await client.member(audience, 'ana@acme-widgets.com')).status).toBe(status);
    },
  );

  it('is refused when an archived or deleted member had it', async () => {
    await place('subscribed');
    const onto = async (action: string) => {
      await client.persona(audience, { email: 'rui@acme-widgets.com', action });
      return (await rename('PATCH', 'rui@acme-widgets.com')).body.detail;
    };

    const details = [await onto('archive'), await onto('delete_permanent')];

    expect(details).toEqual([
      'rui@acme-widgets.com is already in this list with a status of "archived."',
      'rui@acme-widgets.com is already in this list with a status of "deleted."',
    ]);
  });

  it('is free for other statuses with rename_only_subscribed off, and for the person always', async () => {
    await place('unsubscribed');
    const { body } = await client.persona(audience, {
      email: 'ana@acme-widgets.com',
      action: 'change_email',
      new_email: 'ana.sousa@acme-widgets.com',
    });
    await client.knobs({ rename_only_subscribed: false });

    const back = await client.api('PATCH', `/lists/${audience}/members/ana.sousa@acme-widgets.com`, {
      email_address: 'ana@acme-widgets.com',
    });

    expect(body.member?.email_address).toBe('ana.sousa@acme-widgets.com');
    expect(back.body).toMatchObject({ email_address: 'ana@acme-widgets.com', status: 'unsubscribed' });
  });

  it('that only changes the case is none', async () => {
    await place('cleaned');

    expect((await rename('PATCH', 'Ana@acme-widgets.com')).status).toBe(200);
  });
});
