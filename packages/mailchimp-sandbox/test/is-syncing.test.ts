import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { MemberBody } from './sandbox-client.js';

let client: SandboxClient;

beforeAll(async () => {
  client = await SandboxClient.start();
});
afterAll(() => client.close());

it('is_syncing is taken with tags and batch subscribe, and counted by route where it is true', async () => {
  const audience = await client.audience();
  const members = [{ email_address: 'ana@acme-widgets.com', status: 'subscribed' }];
  const path = `/lists/${audience}`;
  await client.api('POST', path, { members, update_existing: true, is_syncing: true });
  const { id } = await client.member(audience, 'ana@acme-widgets.com');
  const tags = [{ name: 'VIP', status: 'active' }];
  await client.api('POST', `${path}/members/${id}/tags`, { tags, is_syncing: true });
  await client.api('POST', `${path}/members/${id}/tags`, { tags, is_syncing: false });
  await client.api('POST', `${path}/members/${id}/tags`, { tags });

  const { body } = await client.control('GET', '/requests');
  const { body: member } = await client.api<MemberBody>('GET', `${path}/members/${id}`);

  expect(member.tags).toMatchObject([{ name: 'VIP' }]);
  expect(body.is_syncing).toEqual({
    'POST /lists/:list_id': 1,
    'POST /lists/:list_id/members/:subscriber_hash/tags': 1,
  });
  expect(body.by_route).toMatchObject({ 'POST /lists/:list_id/members/:subscriber_hash/tags': 3 });
});
