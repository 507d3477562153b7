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

  it('remembers who came back after being forgotten, interests, campaigns and growth', async () => {
    const { audience } = await lived();
    const before = await SandboxClient.start({ dataDir });
    await before.persona(audience, { email: 'rui@acme-widgets.com', action: 'subscribe', source: 'user' });
    const { body: category } = await before.api('POST', `/lists/${audience}/interest-categories`, {
      title: 'Topics',
      type: 'radio',
    });
    const { body: tea } = await before.api(
      'POST',
      `/lists/${audience}/interest-categories/${String(category.id)}/interests`,
      { name: 'Tea' },
    );
    await before.api('PATCH', `/lists/${audience}/members/rui@acme-widgets.com`, {
      interests: { [String(tea.id)]: true },
    });
    await before.control('POST', `/audiences/${audience}/campaigns`, { subject: 'News' });
    const growth = await before.api(
      'GET',
      `/lists/${audience}/growth-history?exclude_fields=history._links,_links`,
    );
    await before.close();

    const client = await SandboxClient.start({ dataDir });
    const rui = await client.member(audience, 'rui@acme-widgets.com');
    const dump = await client.control<{ audiences: { forgotten: string[] }[] }>('GET', '/dump');
    const list = await client.api<{ stats: object }>('GET', `/lists/${audience}`);
    const grown = await client.api(
      'GET',
      `/lists/${audience}/growth-history?exclude_fields=history._links,_links`,
    );
    await client.close();

    expect(rui).toMatchObject({ status: 'subscribed', interests: { [String(tea.id)]: true } });
    expect(dump.body.audiences[0]?.forgotten).toEqual([]);
    expect(list.body.stats).toMatchObject({ campaign_count: 1 });
    expect(grown.body).toEqual(growth.body);
  });

  it('remembers odd members, ratings and what is listed later', async () => {
    const first = await SandboxClient.start({ dataDir });
    const audience = await first.audience({ id: 'a36b032126' });
    await first.control('POST', `/audiences/${audience}/odd-members`, {
      members: [{ email_address: null, status: 'reconfirm', last_changed: '2026-01-01T00:00:00+00:00' }],
    });
    await first.control('POST', `/audiences/${audience}/members`, {
      members: [{ email_address: 'ana@acme-widgets.com', member_rating: 5 }],
    });
    await first.knobs({ listing_lag_s: 3600 });
    await first.persona(audience, { email: 'ana@acme-widgets.com', action: 'unsubscribe' });
    await first.close();

    const again = await SandboxClient.start({ dataDir });
    const page = async (query: string): Promise<unknown[]> => {
      const { body } = await again.api<PageBody>('GET', `/lists/${audience}/members?${query}`);
      return body.members.map(({ email_address, status, member_rating }) => [
        email_address,
        status,
        member_rating,
      ]);
    };
    const [all, changes] = [await page(''), await page('since_last_changed=2025-01-01T00:00:00Z')];
    await again.close();

    expect(all).toEqual([
      [null, 'reconfirm', 2],
      ['ana@acme-widgets.com', 'unsubscribed', 5],
    ]);
    expect(changes).toEqual([[null, 'reconfirm', 2]]);
  });

  it('makes the same people again, however they moved and left before they were seeded again', async () => {
    const before = await SandboxClient.start({ dataDir });
    const audience = await before.audience();
    const members = `/lists/${audience}/members`;
    const seed = () => before.control('POST', `/audiences/${audience}/members`, { count: 20, seed: 3 });
    await seed();
    const { body } = await before.api<PageBody>('GET', `${members}?count=20`);
    const [moved, gone] = body.members;
    await before.api('PATCH', `${members}/${moved?.id ?? ''}`, { email_address: 'moved@acme-widgets.com' });
    await before.api('POST', `${members}/${gone?.id ?? ''}/actions/delete-permanent`);
    await seed();
    await before.api('PATCH', `${members}/moved@acme-widgets.com`, { vip: true });
    const { body: known } = await before.control<{ audiences: { members: { email: string }[] }[] }>(
      'GET',
      '/dump',
    );
    await before.close();

    const after = await SandboxClient.start({ dataDir });
    const { body: remembered } = await after.control('GET', '/dump');
    await after.close();

    const emails = known.audiences[0]?.members.map(({ email }) => email);
    expect(emails).toHaveLength(20);
    expect(emails).toContain(moved?.email_address);
    expect(emails).not.toContain(gone?.email_address);
    expect(remembered).toEqual(known);
  });

  it('begins a batch again that was under way', async () => {
    const before = await SandboxClient.start({ dataDir });
    const audience = await before.audience();
    await before.knobs({ batch_step_ms: 60_000 });
    const body = JSON.stringify({ email_address: 'ana@acme-widgets.com', status: 'subscribed' });
    const operation = { method: 'POST', path: `/lists/${audience}/members`, body };
    const { body: batch } = await before.api('POST', '/batches', { operations: [operation] });
    await before.close();

    const client = await SandboxClient.start({ dataDir });
    let status: unknown;
    while (status !== 'finished') {
      status = (await client.api('GET', `/batches/${String(batch.id)}`)).body.status;
    }
    const ana = await client.member(audience, 'ana@acme-widgets.com');
    await client.close();

    expect(ana.status).toBe('subscribed');
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
