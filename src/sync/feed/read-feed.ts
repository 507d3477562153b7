import { z } from 'zod';
import { changedSince } from '../../odoo/records/changed-since.js';
import { latestWrite } from '../../odoo/records/latest-write.js';
import type { FeedRow } from '../../store/feed-rows.js';
import type { AudienceRun } from '../sync-context.js';
import { feedSince, nextFeedMark, parseFeedMark, type FeedMark } from './feed-mark.js';

/** One of Odoo's models whose changes matter to an audience. */
export interface Feed<Row> {
  name: string;
  model: string;
  domain: readonly unknown[];
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
export async function readFeed<Row>(run: AudienceRun, feed: Feed<Row>): Promise<FeedChanges<Row>> {
  const { store, audience, clock } = run;
  const markName = `feed.${feed.name}`;
  const now = clock.now();
  const mark = parseFeedMark(await store.marks.get(audience.id, markName));
  if (mark === null) {
    const latest = nextFeedMark(null, await latestWrite(run.odoo.transport, feed.model, feed.domain), now);
    return { rows: null, commit: () => saveMark(run, markName, latest) };
  }
  const dealtWith = await store.feedRows.of(audience.id, feed.name);
  const rows: Row[] = [];
  const states: FeedRow[] = [];
  const query = { ...feed, row: writtenRow, since: feedSince(mark, now) };
  for await (const page of changedSince(run.odoo.transport, query)) {
    const fresh = page.filter(({ id, write_date: date }) => dealtWith.get(id) !== date);
    rows.push(...fresh.map((each) => feed.row.parse(each)));
    states.push(...fresh.map(({ id, write_date: writeDate }) => ({ recordId: id, writeDate })));
  }
  const latest = states.reduce((last, { writeDate }) => (writeDate > last ? writeDate : last), mark.latest);
  return {
    rows,
    async commit() {
      await store.feedRows.save(audience.id, feed.name, states, query.since);
      await saveMark(run, markName, nextFeedMark(mark, latest, now));
    },
  };
}

async function saveMark(
  { store, audience, clock }: AudienceRun,
  name: string,
  mark: FeedMark | null,
): Promise<void> {
  const reached = mark ?? { latest: beforeAll, seenAt: clock.now().toISOString() };
  await store.marks.set(audience.id, name, JSON.stringify(reached));
}
