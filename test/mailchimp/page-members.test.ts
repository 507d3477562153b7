import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memberSchema, type Member } from '../../src/mailchimp/member.js';
import { pageMembers, type FetchPage, type PageRequest } from '../../src/mailchimp/page-members.js';
import { buildRawMember } from './build-member.js';
import { FakeChangeFeed, type FeedOptions } from './fake-change-feed.js';

type Change =
  { what: 'join' } | { what: 'change' | 'leave'; pick: number } | { what: 'pass'; seconds: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Change>({ what: 'join' }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('change' as const), pick: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('leave' as const), pick: fc.nat(99) }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 3 }) }),
  },
);

const story = fc.record({
  before: fc.array(change, { maxLength: 80 }),
  /** What happens before each fetch; nothing more after the last. */
  between: fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 30 }),
  pageSize: fc.integer({ min: 2, max: 9 }),
});

function apply(feed: FakeChangeFeed, changes: readonly Change[]): void {
  for (const one of changes) {
    if (one.what === 'join') feed.join();
    else if (one.what === 'pass') feed.pass(one.seconds);
    else feed[one.what](one.pick);
  }
}

/** A feed in which something happens before every fetch. */
function openFeed(before: readonly Change[], between: readonly Change[][], options?: FeedOptions) {
  const feed = new FakeChangeFeed(options);
  for (let count = 0; count < 20; count += 1) feed.join();
  apply(feed, before);
  const left = [...between];
  const fetchPage: FetchPage = (request) => {
    feed.pass(1);
    apply(feed, left.shift() ?? []);
    if (options?.ties !== 'by-id') feed.pass(1);
    return Promise.resolve(feed.fetch(request));
  };
  return { feed, fetchPage };
}

const keyOf = ({ contactId, lastChanged }: { contactId: string; lastChanged: string }) =>
  `${contactId} ${lastChanged}`;

async function readAll(fetchPage: FetchPage, options: { pageSize: number; since?: Date }): Promise<Member[]> {
  const members: Member[] = [];
  for await (const page of pageMembers(fetchPage, options)) members.push(...page.members);
  return members;
}

describe('B14: paging while members change', () => {
  it('hands out the latest state of every member at least once', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ before, between, pageSize }) => {
        const { feed, fetchPage } = openFeed(before, between);

        const read = new Set((await readAll(fetchPage, { pageSize })).map(keyOf));

        expect(
          feed
            .states()
            .map(keyOf)
            .filter((state) => !read.has(state)),
        ).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('leaves nothing behind the last row handed out, wherever the run dies', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ before, between, pageSize }) => {
        const { feed, fetchPage } = openFeed(before, between);
        const read = new Set<string>();

        for await (const { members } of pageMembers(fetchPage, { pageSize })) {
          members.forEach((member) => read.add(keyOf(member)));
          const mark = members.at(-1)?.lastChanged ?? '';
          const lost = feed.states().filter((state) => state.lastChanged < mark && !read.has(keyOf(state)));
          expect(lost).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('ascends, except that it goes back within a second', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ before, between, pageSize }) => {
        const { fetchPage } = openFeed(before, between);

        const times = (await readAll(fetchPage, { pageSize })).map(({ lastChanged }) => lastChanged);

        expect(times).toEqual([...times].sort());
      }),
    );
  });

  it('hands out no state twice', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ before, between, pageSize }) => {
        const { fetchPage } = openFeed(before, between);

        const states = (await readAll(fetchPage, { pageSize })).map(keyOf);

        expect(new Set(states).size).toBe(states.length);
      }),
    );
  });

  it('loses nothing over two runs with an overlap, even when a change of this second sorts before the place read', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ before, between, pageSize }) => {
        const { feed, fetchPage } = openFeed(before, between, { ties: 'by-id' });

        const first = await readAll(fetchPage, { pageSize });
        const mark = Date.parse(first.at(-1)?.lastChanged ?? '2026-01-01') - 60_000;
        const second = await readAll((request) => Promise.resolve(feed.fetch(request)), {
          pageSize: 1000,
          since: new Date(mark),
        });

        const read = new Set([...first, ...second].map(keyOf));
        expect(
          feed
            .states()
            .map(keyOf)
            .filter((state) => !read.has(state)),
        ).toEqual([]);
      }),
    );
  });
});

describe('paging a quiet audience', () => {
  it.each([
    [0, 1],
    [1, 1],
    [10, 1],
    [11, 2],
    [19, 2],
    [100, 11],
  ])('reads %i members with %i call(s), and one for a page that is just full', async (count, calls) => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < count; index += 1) {
      feed.join();
      feed.pass(1);
    }

    const members = await readAll((request) => Promise.resolve(feed.fetch(request)), { pageSize: 10 });

    expect(members).toHaveLength(count);
    const isFull = count >= 10 && (count - 10) % 9 === 0;
    expect(feed.fetches).toBe(calls + (isFull ? 1 : 0));
  });

  it('reads more members of one second than fit on a page', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 100; index += 1) feed.join();

    const members = await readAll((request) => Promise.resolve(feed.fetch(request)), { pageSize: 10 });

    expect(members).toHaveLength(100);
  });

  it('does not ask for a date from before MailChimp, which makes it hang', async () => {
    const asked: PageRequest[] = [];
    const fetchPage: FetchPage = (request) => {
      asked.push(request);
      return Promise.resolve({ members: [], totalItems: 0 });
    };

    await readAll(fetchPage, { pageSize: 10, since: new Date(0) });
    await readAll(fetchPage, { pageSize: 10, since: new Date('2026-01-02T00:00:00Z') });

    expect(asked.map(({ since }) => since?.toISOString() ?? null)).toEqual([
      null,
      '2026-01-02T00:00:00.000Z',
    ]);
  });

  it('goes on after a page that is shorter than asked for', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 30; index += 1) feed.join();
    const capped: FetchPage = (request) => Promise.resolve(feed.fetch({ ...request, count: 4 }));

    await expect(readAll(capped, { pageSize: 10 })).resolves.toHaveLength(30);
  });

  it('never stands still on pages of one', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 5; index += 1) feed.join();

    await expect(
      readAll((request) => Promise.resolve(feed.fetch(request)), { pageSize: 1 }),
    ).resolves.toHaveLength(5);
  });
});

describe('a change query that does not add up', () => {
  const member = memberSchema.parse(buildRawMember());

  it.each([
    ['nothing', []],
    ['one', [member]],
  ])('is an error when MailChimp lists %s and counts five', async (_what, members) => {
    const fetchPage: FetchPage = ({ offset }) =>
      Promise.resolve({ members: offset === 0 ? members : [], totalItems: 5 });

    await expect(readAll(fetchPage, { pageSize: 10 })).rejects.toMatchObject({
      code: 'mailchimp.page_drift',
      remedy: 'retry',
    });
  });

  it('is an error when MailChimp shuffles members without end', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 40; index += 1) feed.join();
    let turn = 0;
    const shuffled: FetchPage = ({ offset, count }) => {
      const { members, totalItems } = feed.fetch({ since: null, offset: 0, count: 1000 });
      turn += 7;
      const rotated = [...members.slice(turn % 40), ...members.slice(0, turn % 40)];
      return Promise.resolve({ members: rotated.slice(offset, offset + count), totalItems });
    };

    await expect(readAll(shuffled, { pageSize: 5 })).rejects.toMatchObject({ code: 'mailchimp.page_drift' });
  });
});

describe('reading ahead', () => {
  it('fetches the next page, and only that, while the caller works on one', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 50; index += 1) feed.join();
    const pages = pageMembers((request) => Promise.resolve(feed.fetch(request)), { pageSize: 10 });

    await pages.next();
    const afterFirst = feed.fetches;
    await pages.next();
    const afterSecond = feed.fetches;
    await pages.return(undefined);

    expect([afterFirst, afterSecond]).toEqual([2, 3]);
  });

  it('gives up the page fetched ahead when the caller leaves', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 50; index += 1) feed.join();
    const signals: AbortSignal[] = [];
    const pages = pageMembers(
      (request, signal) => {
        signals.push(signal);
        return Promise.resolve(feed.fetch(request));
      },
      { pageSize: 10 },
    );

    await pages.next();
    await pages.return(undefined);

    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it('throws a failure when its page’s turn comes, not before', async () => {
    const feed = new FakeChangeFeed();
    for (let index = 0; index < 50; index += 1) feed.join();
    const fetchPage: FetchPage = (request) =>
      request.offset === 0 ? Promise.resolve(feed.fetch(request)) : Promise.reject(new Error('second page'));
    const pages = pageMembers(fetchPage, { pageSize: 10 });

    const first = await pages.next();

    expect(first.done).toBe(false);
    await expect(pages.next()).rejects.toThrow('second page');
  });

  it('does not begin for a caller that has given up', async () => {
    const feed = new FakeChangeFeed();
    const pages = pageMembers((request) => Promise.resolve(feed.fetch(request)), {
      pageSize: 10,
      signal: AbortSignal.abort(new Error('Ctrl-C')),
    });

    await expect(pages.next()).rejects.toThrow('Ctrl-C');
    expect(feed.fetches).toBe(0);
  });
});
