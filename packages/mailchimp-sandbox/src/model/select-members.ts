import type { MemberPage, MemberQuery, MemberSort } from './member-query.js';
import type { MemberStore } from './member-store.js';
import { memberStatuses } from './member-status.js';

const archived = memberStatuses.indexOf('archived') + 1;

/** One page of the members that match, and how many match in all. */
export function selectMembers(store: MemberStore, query: MemberQuery): MemberPage {
  const sequence = query.sort ? sorted(store, query, query.sort) : arrival(store);
  return scan(sequence, predicate(store, query), store, query);
}

interface Sequence {
  from: number;
  to: number;
  /** Number of the member at an index, -1 where there is none. */
  seqAt(index: number): number;
}

const arrival = (store: MemberStore): Sequence => ({ from: 0, to: store.nextSeq, seqAt: (index) => index });

function sorted(store: MemberStore, query: MemberQuery, sort: MemberSort): Sequence {
  const order = store.orders[sort];
  const [since, before] = boundsOf(query, sort);
  const [from, to] = order.range(since, before);
  return { from, to, seqAt: (index) => order.seqAt(index) };
}

type Bound = number | undefined;

function boundsOf(query: MemberQuery, sort: MemberSort): [Bound, Bound] {
  if (sort === 'last_changed') return [query.changedSince, query.changedBefore];
  return sort === 'timestamp_opt' ? [query.optSince, query.optBefore] : [undefined, undefined];
}

type Column = MemberStore['optAt'];
type Test = (seq: number) => boolean;

function predicate(store: MemberStore, query: MemberQuery): Test {
  const tests = [statusTest(store, query)];
  const { sort, match } = query;
  tests.push(...listed(store, query));
  // Where the order is that of the time, its range has seen to the bounds.
  if (sort !== 'last_changed')
    tests.push(...within(store.changedAt, query.changedSince, query.changedBefore));
  if (sort !== 'timestamp_opt') tests.push(...within(store.optAt, query.optSince, query.optBefore));
  if (match) {
    tests.push((seq) => {
      const record = store.at(seq);
      return record !== undefined && match(record);
    });
  }
  return tests.reduce((one, other) => (seq) => one(seq) && other(seq));
}

function within(times: Column, since: Bound, before: Bound): Test[] {
  const tests: Test[] = [];
  if (since !== undefined) tests.push((seq) => times.at(seq) > since);
  if (before !== undefined) tests.push((seq) => times.at(seq) < before);
  return tests;
}

/** Leaves out whose last change is not listed yet, where changes are asked for. */
function listed({ listedAt }: MemberStore, { changedSince, changedBefore, now }: MemberQuery): Test[] {
  const forChanges = changedSince !== undefined || changedBefore !== undefined;
  return forChanges && listedAt.size > 0 ? [(seq) => (listedAt.get(seq) ?? 0) <= now] : [];
}

function statusTest(store: MemberStore, query: MemberQuery): Test {
  const { status } = store;
  if (query.status) {
    const wanted = memberStatuses.indexOf(query.status) + 1;
    return (seq) => status.at(seq) === wanted;
  }
  if (query.includeArchived) return (seq) => status.at(seq) !== 0;
  return (seq) => {
    const code = status.at(seq);
    return code !== 0 && code !== archived;
  };
}

function scan(sequence: Sequence, test: Test, store: MemberStore, query: MemberQuery): MemberPage {
  const page: MemberPage = { members: [], total: 0 };
  const known = knownTotal(store, query);
  const end = query.offset + query.count;
  const length = sequence.to - sequence.from;
  for (let step = 0; step < length; step += 1) {
    if (known !== undefined && page.total >= end) break;
    const seq = sequence.seqAt(query.descending ? sequence.to - 1 - step : sequence.from + step);
    if (seq < 0 || !test(seq)) continue;
    if (page.total >= query.offset && page.total < end) append(page, store, seq);
    page.total += 1;
  }
  return known === undefined ? page : { ...page, total: known };
}

/** How many match, where the counters of the store know it without looking at anybody. */
function knownTotal(store: MemberStore, query: MemberQuery): number | undefined {
  const { changedSince, changedBefore, optSince, optBefore, match } = query;
  const filtered = changedSince ?? changedBefore ?? optSince ?? optBefore ?? match;
  if (filtered !== undefined) return undefined;
  if (query.status) return store.count(query.status);
  return query.includeArchived ? store.size : store.size - store.count('archived');
}

function append(page: MemberPage, store: MemberStore, seq: number): void {
  const record = store.at(seq);
  if (record) page.members.push(record);
}
