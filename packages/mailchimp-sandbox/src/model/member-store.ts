import { byteColumn, wordColumn } from './column.js';
import { contactId, seqOfContactId, subscriberHash } from './identifiers.js';
import type { MemberRecord } from './member-record.js';
import type { MemberSort } from './member-query.js';
import { memberStatuses } from './member-status.js';
import type { MemberStatus } from './member-status.js';
import { hasOddStatus } from './odd-row.js';
import { TimeOrder } from './time-order.js';

/** In the column of statuses: a status that no filter asks for. */
const oddStatus = 255;

export type MemberObserver = (seq: number) => void;

/**
 * The members of one audience: records in the order of arrival, columns for the filters that have to be fast
 * over a million of them, and the orders they can be sorted by, all kept with every write.
 */
export class MemberStore {
  readonly orders: Readonly<Record<MemberSort, TimeOrder>> = {
    last_changed: new TimeOrder(),
    timestamp_opt: new TimeOrder(),
    timestamp_signup: new TimeOrder(),
  };
  /** Index of the status plus one; 0 = gone, 255 = one that there is no filter for. */
  readonly status = byteColumn();
  readonly changedAt = wordColumn();
  readonly optAt = wordColumn();
  /** From when on the queries for changes list those that changed lately; empty unless the knob is turned. */
  readonly listedAt = new Map<number, number>();
  readonly #records: (MemberRecord | undefined)[] = [];
  readonly #byHash = new Map<string, number>();
  readonly #counts = new Map<MemberStatus, number>();

  constructor(
    private readonly audienceId: string,
    private readonly observe: MemberObserver,
  ) {}

  /** Number the next member gets; numbers are never used twice. */
  get nextSeq(): number {
    return this.#records.length;
  }

  count(status: MemberStatus): number {
    return this.#counts.get(status) ?? 0;
  }

  /** All members, of every status. */
  get size(): number {
    return this.#byHash.size;
  }

  at(seq: number): MemberRecord | undefined {
    return this.#records[seq];
  }

  byHash(hash: string): MemberRecord | undefined {
    const seq = this.#byHash.get(hash);
    return seq === undefined ? undefined : this.#records[seq];
  }

  byEmail(email: string): MemberRecord | undefined {
    return this.byHash(subscriberHash(email));
  }

  /** By subscriber hash, e-mail address or contact id, as the path of the API allows. */
  find(key: string): MemberRecord | undefined {
    if (key.includes('@')) return this.byEmail(key);
    const hash = key.toLowerCase();
    return this.byHash(hash) ?? this.#byContactId(hash);
  }

  put(record: MemberRecord): void {
    this.#place(record);
    this.observe(record.seq);
  }

  /** Puts a record there without telling the observer: for what is remembered in another way. */
  restore(record: MemberRecord): void {
    this.#place(record);
  }

  /** Does now what the first sorted page would have to do: for a great many members at once. */
  tidy(): void {
    for (const order of Object.values(this.orders)) order.tidy();
  }

  /** Makes sure that no number below `length` is given to a new member. */
  reserve(length: number): void {
    while (this.#records.length < length) this.#records.push(undefined);
  }

  remove(seq: number): void {
    const record = this.#records[seq];
    if (!record) return;
    this.#forget(record);
    this.#records[seq] = undefined;
    this.status.set(seq, 0);
    this.listedAt.delete(seq);
    for (const order of Object.values(this.orders)) order.remove(seq);
    this.observe(seq);
  }

  *[Symbol.iterator](): IterableIterator<MemberRecord> {
    for (const record of this.#records) if (record) yield record;
  }

  #place(record: MemberRecord): void {
    const { seq } = record;
    const before = this.#records[seq];
    if (before) this.#forget(before);
    this.reserve(seq);
    this.#records[seq] = record;
    this.#byHash.set(record.id, seq);
    this.#count(record, 1);
    this.status.set(seq, hasOddStatus(record) ? oddStatus : memberStatuses.indexOf(record.status) + 1);
    if (record.listedAt === undefined) this.listedAt.delete(seq);
    else this.listedAt.set(seq, record.listedAt);
    this.optAt.set(seq, record.optAt);
    this.changedAt.set(seq, record.changedAt);
    this.#order(record, before);
  }

  #order(record: MemberRecord, before: MemberRecord | undefined): void {
    const { last_changed, timestamp_opt, timestamp_signup } = this.orders;
    if (before?.changedAt !== record.changedAt) last_changed.record(record.seq, record.changedAt);
    if (before?.optAt !== record.optAt) timestamp_opt.record(record.seq, record.optAt);
    if (before?.signupAt !== record.signupAt) timestamp_signup.record(record.seq, record.signupAt);
  }

  #forget(record: MemberRecord): void {
    if (this.#byHash.get(record.id) === record.seq) this.#byHash.delete(record.id);
    this.#count(record, -1);
  }

  #count(record: MemberRecord, by: 1 | -1): void {
    if (!hasOddStatus(record)) this.#counts.set(record.status, this.count(record.status) + by);
  }

  #byContactId(contact: string): MemberRecord | undefined {
    if (!/^[0-9a-f]{32}$/.test(contact)) return undefined;
    const record = this.#records[seqOfContactId(contact)];
    return record && contactId(this.audienceId, record.seq) === contact ? record : undefined;
  }
}
