import type { MemberPage, MemberQuery } from './member-query.js';
import type { MemberStore } from './member-store.js';
import { memberStatuses } from './member-status.js';

const archived = memberStatuses.indexOf('archived') + 1;

/** One page of the members that match, and how many match in all. */
export function selectMembers(store: MemberStore, query: MemberQuery): MemberPage {
  const test = predicate(store, query);
  if (query.sort === undefined && query.changedSince === undefined)
    return scan(arrival(store), test, store, query);
  const changes = changeOrder(store, query);
  if (query.sort === 'last_changed') return scan(changes, test, store, query);
  return resorted(changes, test, store, query);
}

interface Sequence {
  from: number;
  to: number;
  seqAt(index: number): number;
}

const arrival = (store: MemberStore): Sequence => ({ from: 0, to: store.nextSeq, seqAt: (index) => index });

function changeOrder(store: MemberStore, query: MemberQuery): Sequence {
  const [from, to] = store.changes.range(query.changedSince, query.changedBefore);
  return { from, to, seqAt: (index) => store.changes.seqAt(index) };
}

type Test = (seq: number) => boolean;

function predicate(store: MemberStore, query: MemberQuery): Test {
  const tests = [statusTest(store, query)];
  const { changedSince, changedBefore, optSince, optBefore, match } = query;
  if (changedSince !== undefined) tests.push((seq) => store.changedAt.at(seq) > changedSince);
  if (changedBefore !== undefined) tests.push((seq) => store.changedAt.at(seq) < changedBefore);
  if (optSince !== undefined) tests.push((seq) => store.optAt.at(seq) > optSince);
  if (optBefore !== undefined) tests.push((seq) => store.optAt.at(seq) < optBefore);
  if (match) {
    tests.push((seq) => {
      const record = store.at(seq);
      return record !== undefined && match(record);
    });
  }
  const [first, ...others] = tests;
  if (first && others.length === 0) return first;
  return (seq) => tests.every((test) => test(seq));
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
  const end = query.offset + query.count;
  const length = sequence.to - sequence.from;
  for (let step = 0; step < length; step += 1) {
    const seq = sequence.seqAt(query.descending ? sequence.to - 1 - step : sequence.from + step);
    if (seq < 0 || !test(seq)) continue;
    if (page.total >= query.offset && page.total < end) append(page, store, seq);
    page.total += 1;
  }
  return page;
}

function resorted(sequence: Sequence, test: Test, store: MemberStore, query: MemberQuery): MemberPage {
  const keys: number[] = [];
  for (let index = sequence.from; index < sequence.to; index += 1) {
    const seq = sequence.seqAt(index);
    if (seq >= 0 && test(seq)) keys.push(sortKey(store, query, seq) * 2 ** 21 + seq);
  }
  const sorted = Float64Array.from(keys).sort();
  if (query.descending) sorted.reverse();
  const page: MemberPage = { members: [], total: sorted.length };
  for (const key of sorted.subarray(query.offset, query.offset + query.count))
    append(page, store, key % 2 ** 21);
  return page;
}

function sortKey(store: MemberStore, query: MemberQuery, seq: number): number {
  if (query.sort === 'timestamp_opt') return store.optAt.at(seq);
  if (query.sort === 'timestamp_signup') return store.at(seq)?.signupAt ?? 0;
  return 0;
}

function append(page: MemberPage, store: MemberStore, seq: number): void {
  const record = store.at(seq);
  if (record) page.members.push(record);
}
