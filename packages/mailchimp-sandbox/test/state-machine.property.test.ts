import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SandboxClient } from './sandbox-client.js';
import type { Answer, Json, MemberBody, PageBody } from './sandbox-client.js';

const md5 = (text: string): string => createHash('md5').update(text.toLowerCase()).digest('hex');
const statuses = ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived'];
const writable = statuses.slice(0, 5);
const emails = [
  'Ana@Acme-Widgets.com',
  'rui@acme-widgets.com',
  'eva@harbour-books.com',
  'jo@harbour-books.com',
];

type Step = (client: SandboxClient, audience: string) => Promise<Answer<unknown>>;

const tagNames = ['vip', 'VIP', 'Press'];
const email = fc.constantFrom(...emails);
const status = fc.constantFrom(...writable);
const member = (audience: string, address: string): string => `/lists/${audience}/members/${md5(address)}`;

const put = fc.record({ email, to: email, status: fc.option(status, { nil: undefined }) }).map(
  (wish): Step =>
    (client, audience) =>
      client.api('PUT', member(audience, wish.email), {
        email_address: wish.to,
        status: wish.status,
        status_if_new: 'subscribed',
      }),
);
const post = fc.record({ email, status }).map(
  (wish): Step =>
    (client, audience) =>
      client.api('POST', `/lists/${audience}/members`, { email_address: wish.email, status: wish.status }),
);
const patch = fc.record({ email, status, name: fc.constantFrom('', 'Ana', 'Rui') }).map(
  (wish): Step =>
    (client, audience) =>
      client.api('PATCH', member(audience, wish.email), {
        status: wish.status,
        merge_fields: { FNAME: wish.name },
      }),
);
const archive = email.map(
  (address): Step =>
    (client, audience) =>
      client.api('DELETE', member(audience, address)),
);
const forget = email.map(
  (address): Step =>
    (client, audience) =>
      client.api('POST', `${member(audience, address)}/actions/delete-permanent`),
);
const batch = fc
  .record({
    members: fc.array(fc.record({ email_address: email, status, tags: fc.subarray(tagNames) }), {
      maxLength: 4,
    }),
    update_existing: fc.constant(true),
    sync_tags: fc.boolean(),
  })
  .map(
    (body): Step =>
      (client, audience) =>
        client.api('POST', `/lists/${audience}`, body),
  );
const tag = fc.record({ email, name: fc.constantFrom(...tagNames), active: fc.boolean() }).map(
  (wish): Step =>
    (client, audience) =>
      client.api('POST', `${member(audience, wish.email)}/tags`, {
        tags: [{ name: wish.name, status: wish.active ? 'active' : 'inactive' }],
      }),
);
const persona = fc
  .record({
    email,
    action: fc.constantFrom('unsubscribe', 'complain', 'bounce', 'confirm', 'archive', 'profile'),
  })
  .map(
    (wish): Step =>
      (client, audience) =>
        client.persona(audience, wish),
  );

const steps = fc.array(fc.oneof(put, post, patch, archive, forget, batch, tag, persona), {
  minLength: 1,
  maxLength: 25,
});

interface Dump extends Json {
  audiences: { id: string; forgotten: string[]; members: Json[] }[];
}

describe('Whatever is written, in whatever order', () => {
  let client: SandboxClient;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());

  async function invariants(audience: string, forgottenBefore: readonly string[]): Promise<string[]> {
    const { body: page } = await client.api<PageBody>('GET', `/lists/${audience}/members?count=1000`);
    const { body: archived } = await client.api<PageBody>(
      'GET',
      `/lists/${audience}/members?count=1000&status=archived`,
    );
    const { body: list } = await client.api<{ stats: Json }>(
      'GET',
      `/lists/${audience}?include_total_contacts=true`,
    );
    const { body: dump } = await client.control<Dump>('GET', '/dump');
    const state = dump.audiences.find(({ id }) => id === audience);
    const everybody = [...page.members, ...archived.members];
    const count = (wanted: string): number => everybody.filter((one) => one.status === wanted).length;

    for (const one of everybody) {
      expect(one.id).toBe(md5(one.email_address));
      expect('unsubscribe_reason' in one).toBe(one.status === 'unsubscribed');
      expect(one.tags_count).toBe(one.tags.length);
    }
    expect(new Set(everybody.map(({ contact_id }) => contact_id)).size).toBe(everybody.length);
    expect(await tagCounts(audience)).toEqual(countTags(everybody));
    expect(new Set(everybody.map(({ id }) => id)).size).toBe(everybody.length);
    expect(page.total_items).toBe(page.members.length);
    expect(archived.total_items).toBe(archived.members.length);
    expect(list.stats).toMatchObject({
      member_count: count('subscribed'),
      unsubscribe_count: count('unsubscribed'),
      cleaned_count: count('cleaned'),
      total_contacts: everybody.length,
    });
    for (const hash of forgottenBefore) expect(state?.forgotten).toContain(hash);
    for (const hash of state?.forgotten ?? []) expect(everybody.map(({ id }) => id)).not.toContain(hash);
    return state?.forgotten ?? [];
  }

  async function tagCounts(audience: string): Promise<Record<string, number>> {
    const { body } = await client.api<{ segments: { name: string; member_count: number }[] }>(
      'GET',
      `/lists/${audience}/segments?count=100`,
    );
    const worn = body.segments.filter(({ member_count }) => member_count > 0);
    return Object.fromEntries(worn.map(({ name, member_count }) => [name, member_count]));
  }

  it('hashes, counters, tags and pages agree, nobody leaves the forgotten, and nothing fails inside', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        await client.control('POST', '/reset');
        await client.knobs({ stats_cache_seconds: 0, throttle_signups: 0 });
        const audience = await client.audience();
        let forgotten: string[] = [];
        for (const step of plan) {
          const answer = await step(client, audience);
          expect(answer.status).toBeLessThan(500);
          forgotten = await invariants(audience, forgotten);
        }
      }),
      { numRuns: 25 },
    );
  }, 300_000);

  it('a sandbox with a data folder knows after a restart what it knew before', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const dataDir = await mkdtemp(join(tmpdir(), 'sandbox-property-'));
        const before = await SandboxClient.start({ dataDir });
        const audience = await before.audience();
        await before.control('POST', `/audiences/${audience}/members`, { count: 3, seed: 1 });
        for (const step of plan) await step(before, audience);
        const { body: known } = await before.control<Dump>('GET', '/dump');
        await before.close();

        const after = await SandboxClient.start({ dataDir });
        const { body: remembered } = await after.control<Dump>('GET', '/dump');
        await after.close();
        await rm(dataDir, { recursive: true });

        expect(remembered).toEqual(known);
      }),
      { numRuns: 15 },
    );
  }, 300_000);

  it('the API never subscribes somebody who opted out, complained or bounced', async () => {
    const leaving = fc.constantFrom('unsubscribe', 'complain', 'bounce');
    await fc.assert(
      fc.asyncProperty(
        leaving,
        fc.array(fc.oneof(put, patch, post), { maxLength: 10 }),
        async (action, plan) => {
          await client.control('POST', '/reset');
          const audience = await client.audience();
          await client.api('POST', `/lists/${audience}/members`, {
            email_address: emails[1],
            status: 'subscribed',
          });
          const { contact_id } = await client.member(audience, emails[1] ?? '');
          await client.persona(audience, { email: emails[1], action, source: 'user' });

          for (const step of plan) await step(client, audience);

          const { body } = await client.api<MemberBody>('GET', `/lists/${audience}/members/${contact_id}`);
          expect(body.status).not.toBe('subscribed');
        },
      ),
      { numRuns: 25 },
    );
  }, 300_000);
});

/** How many subscribed members wear each tag. */
function countTags(members: readonly MemberBody[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const worn = members.filter(({ status }) => status === 'subscribed').flatMap(({ tags }) => tags);
  for (const { name } of worn) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
