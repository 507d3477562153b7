import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { MemberBody, PageBody } from './sandbox-client.js';

describe('stats and member_rating', () => {
  let client: SandboxClient;
  let audience: string;

  beforeAll(async () => {
    client = await SandboxClient.start();
    audience = await client.audience();
  });
  afterAll(() => client.close());

  const place = (body: object) => client.control('POST', `/audiences/${audience}/members`, body);
  const shown = ({ stats, member_rating }: MemberBody) => ({ stats, member_rating });

  it('of made-up members differ, from 1 to 5 stars and from no mailing opened to all', async () => {
    await place({ count: 500, seed: 3 });

    const { body } = await client.api<PageBody>(
      'GET',
      `/lists/${audience}/members?count=500&fields=members.stats,members.member_rating`,
    );

    const rates = body.members.map(({ stats }) => stats as { avg_open_rate: number; avg_click_rate: number });
    const ratings = new Set(body.members.map(({ member_rating }) => member_rating));
    expect([...ratings].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(Math.min(...rates.map(({ avg_open_rate }) => avg_open_rate))).toBe(0);
    expect(Math.max(...rates.map(({ avg_open_rate }) => avg_open_rate))).toBe(1);
    expect(rates.every(({ avg_open_rate, avg_click_rate }) => avg_click_rate <= avg_open_rate)).toBe(true);
  });

  it('are those that are given, and the others as for somebody new', async () => {
    await place({
      members: [
        {
          email_address: 'ana@acme-widgets.com',
          stats: { avg_open_rate: 0.5, avg_click_rate: 0.25 },
          member_rating: 4,
        },
        { email_address: 'rui@acme-widgets.com', member_rating: 1 },
        { email_address: 'eva@acme-widgets.com' },
      ],
    });

    const people = ['ana', 'rui', 'eva'].map((name) =>
      client.member(audience, `${name}@acme-widgets.com`).then(shown),
    );

    expect(await Promise.all(people)).toEqual([
      { stats: { avg_open_rate: 0.5, avg_click_rate: 0.25 }, member_rating: 4 },
      { stats: { avg_open_rate: 0, avg_click_rate: 0 }, member_rating: 1 },
      { stats: { avg_open_rate: 0, avg_click_rate: 0 }, member_rating: 2 },
    ]);
  });

  it.each([
    [{ member_rating: 6 }, 'member_rating'],
    [{ stats: { avg_open_rate: 40 } }, 'stats.avg_open_rate'],
    [{ stats: { avg_click_rate: 'often' } }, 'stats.avg_click_rate'],
  ])('are refused out of range: %j', async (given, field) => {
    const { status, body } = await place({ members: [{ email_address: 'jo@acme-widgets.com', ...given }] });

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field }] });
  });
});
