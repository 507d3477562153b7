import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { MemberBody, PageBody } from './sandbox-client.js';

describe('A sandbox with a data folder', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const journal = async (): Promise<string> => join(dataDir, (await readdir(dataDir))[0] ?? '');

  async function lived(): Promise<{ audience: string; ana: MemberBody }> {
    const client = await SandboxClient.start({ dataDir });
    const audience = await client.audience({ id: 'a36b032126' });
    await client.control('POST', `/audiences/${audience}/members`, { count: 50, seed: 7 });
    await client.knobs({ validate_webhook_urls: false });
    await client.api('POST', `/lists/${audience}/webhooks`, { url: 'http://127.0.0.1:1/', events: {} });
    await client.api('POST', `/lists/${audience}/merge-fields`, {
      name: 'Value',
      tag: 'LTV',
      type: 'number',
    });
    const members = `/lists/${audience}/members`;
    const { body: ana } = await client.api<MemberBody>('POST', members, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
      tags: ['vip'],
      merge_fields: { LTV: 3 },
    });
    const { body: gone } = await client.api<MemberBody>('POST', members, {
      email_address: 'rui@acme-widgets.com',
      status: 'subscribed',
    });
    await client.api('POST', `${members}/${gone.id}/actions/delete-permanent`);
    await client.persona(audience, { email: 'ana@acme-widgets.com', action: 'unsubscribe' });
    await client.close();
    return { audience, ana };
  }

  it('is the same after a restart: members, tags, fields, webhooks, the forgotten and who unsubscribed', async () => {
    const { audience, ana } = await lived();

    const client = await SandboxClient.start({ dataDir });
    const members = `/lists/${audience}/members`;
    const page = await client.api<PageBody>('GET', `${members}?count=1000`);
    const read = await client.member(audience, ana.contact_id);
    const hooks = await client.api('GET', `/lists/${audience}/webhooks`);
    const segments = await client.api('GET', `/lists/${audience}/segments`);
    const refused = await client.api('PATCH', `${members}/${ana.id}`, { status: 'subscribed' });
    const forgotten = await client.api('POST', members, {
      email_address: 'rui@acme-widgets.com',
      status: 'subscribed',
    });
    const { body: next } = await client.api<MemberBody>('POST', members, {
      email_address: 'eva@acme-widgets.com',
      status: 'subscribed',
    });
    await client.close();

    expect(page.body.total_items).toBeGreaterThan(40);
    expect(read).toMatchObject({ status: 'unsubscribed', merge_fields: { LTV: 3 }, tags: [{ name: 'vip' }] });
    expect(hooks.body.total_items).toBe(1);
    expect(segments.body).toMatchObject({ segments: [{ name: 'vip' }] });
    expect(refused.body.title).toBe('Member In Compliance State');
    expect(forgotten.body.title).toBe('Forgotten Email Not Subscribed');
    expect(next.web_id).toBe(ana.web_id + 2);
  });

  it('survives a line that a crash cut through', async () => {
    const { audience } = await lived();
    await appendFile(await journal(), '{"kind":"member","audience":"a36b0');

    const client = await SandboxClient.start({ dataDir });
    const { body } = await client.api<MemberBody>(
      'PATCH',
      `/lists/${audience}/members/ana@acme-widgets.com`,
      {
        merge_fields: { FNAME: 'Ana' },
      },
    );
    await client.close();
    const again = await SandboxClient.start({ dataDir });
    const read = await again.member(audience, 'ana@acme-widgets.com');
    await again.close();

    expect(read.merge_fields).toEqual(body.merge_fields);
  });

  it('keeps a seeding as one line, and drops superseded lines when it starts', async () => {
    await lived();
    const before = (await readFile(await journal(), 'utf8')).split('\n').length;

    await (await SandboxClient.start({ dataDir })).close();

    const after = (await readFile(await journal(), 'utf8')).split('\n').length;
    expect(before).toBeLessThan(30);
    expect(after).toBeLessThan(before);
  });

  it('forgets all on reset and on deletion of the audience', async () => {
    const { audience } = await lived();
    const client = await SandboxClient.start({ dataDir });
    await client.audience({ id: 'b000000001' });
    await client.api('DELETE', `/lists/${audience}`);
    await client.close();

    const again = await SandboxClient.start({ dataDir });
    const left = await again.api('GET', '/lists?fields=lists.id');
    await again.control('POST', '/reset');
    await again.close();
    const empty = await SandboxClient.start({ dataDir });
    const none = await empty.api('GET', '/lists');
    await empty.close();

    expect(left.body).toEqual({ lists: [{ id: 'b000000001' }] });
    expect(none.body.total_items).toBe(0);
  });
});
