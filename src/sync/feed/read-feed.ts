import { z } from 'zod';
import { changedSince } from '../../odoo/records/changed-since.js';
import { latestWrite } from '../../odoo/records/latest-write.js';
import type { FeedRow } from '../../store/feed-rows.js';
import type { OpenAudience } from '../run/audience-run.js';
import {
  firstFeedMark,
  lateSince,
  nextFeedMark,
  odooClock,
  parseFeedMark,
  settledUntil,
  type FeedMark,
} from './feed-mark.js';

/** One of Odoo's models whose changes matter to an audience. */
export interface Feed<Row> {
  name: string;
  model: string;
  domain: readonly unknown[];
  /** One term: what of the rows says that somebody has opted out. These are looked for longer (B25). */
  optOut?: readonly unknown[];
  fields: readonly string[];
  /** Of the fields. */
  row: z.ZodType<Row>;
}

export interface FeedChanges<Row> {
  /** Null: the feed is read for the first time, and everything counts as changed. */
  rows: Row[] | null;
  /** To be called when all of it has been dealt with. */
  commit(): Promise<void>;
}

/** Of a model that has no records yet: whatever comes is a change. */
const beforeAll = '1970-01-01 00:00:00';

const writtenRow = z.looseObject({ id: z.number(), write_date: z.string() });

/** What Odoo has written since the feed was last committed, each state of a record once. */
export async function readFeed<Row>(run: OpenAudience, feed: Feed<Row>): Promise<FeedChanges<Row>> {
  const { store, audience, clock } = run;
  const now = clock.now();
  const known = parseFeedMark(await store.marks.get(audience.id, markName(feed)));
  const mark = known ?? (await firstMark(run, feed, now));
  const { from, domain } = window(feed, mark, now);
  const dealtWith = await store.feedRows.of(audience.id, feed.name);
  const rows: Row[] = [];
  const states: FeedRow[] = [];
  let { latest } = mark;
  let reached = odooClock(mark, now);
  // The first time the rows are of no interest, only which states of them are dealt with then.
  const fields = known === null ? [] : feed.fields;
  const query = { ...feed, domain, fields, row: writtenRow, since: from };
  for await (const page of changedSince(run.odoo.transport, query)) {
    for (const { write_date: date } of page) if (date > latest) latest = date;
    if (latest > reached) reached = latest;
    const fresh = page.filter(({ id, write_date: date }) => dealtWith.get(id) !== date);
    if (known !== null) rows.push(...fresh.map((each) => feed.row.parse(each)));
    const settled = settledUntil(reached);
    states.push(...fresh.filter(({ write_date: date }) => date < settled).map(stateOf));
  }
  return {
    rows: known === null ? null : rows,
    async commit() {
      await store.feedRows.save(audience.id, feed.name, states, from);
      await store.marks.set(audience.id, markName(feed), JSON.stringify(nextFeedMark(mark, latest, now)));
    },
  };
}

/** What was written since the mark, and opt-outs from somewhat before. */
function window(
  { domain, optOut }: Pick<Feed<unknown>, 'domain' | 'optOut'>,
  mark: FeedMark,
  now: Date,
): { from: string; domain: readonly unknown[] } {
  const { since } = mark;
  if (optOut === undefined) return { from: since, domain };
  return { from: lateSince(mark, now), domain: [...domain, '|', ['write_date', '>=', since], optOut] };
}

const markName = ({ name }: { name: string }): string => `feed.${name}`;

async function firstMark(
  { odoo }: OpenAudience,
  { model, domain }: { model: string; domain: readonly unknown[] },
  now: Date,
): Promise<FeedMark> {
  const latest = await latestWrite(odoo.transport, model, domain);
  return firstFeedMark(latest ?? beforeAll, now);
}

const stateOf = ({ id, write_date: writeDate }: z.infer<typeof writtenRow>): FeedRow => ({
  recordId: id,
  writeDate,
});
