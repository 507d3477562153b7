import { wordColumn } from './column.js';

const compactAfter = 10_000;
/** Where a member was before its time changed. */
const tombstone = 2 ** 32 - 1;

/**
 * Members in the order of a time they have, the last change above all. A new time is appended and leaves a
 * tombstone at the old place, for changes happen now: keeping the order costs nothing per write, and a page is a
 * binary search and a scan. A time of the past is sorted in before the next look.
 */
export class TimeOrder {
  #times = wordColumn();
  #seqs = wordColumn();
  /** Place of each member plus one; 0 = gone. */
  #place = wordColumn();
  #dead = 0;
  #sorted = true;

  /** Notes the time of member `seq` (Unix seconds). */
  record(seq: number, time: number): void {
    this.remove(seq);
    const last = this.#times.length - 1;
    if (last >= 0 && this.#times.at(last) > time) this.#sorted = false;
    this.#place.set(seq, this.#times.length + 1);
    this.#times.push(time);
    this.#seqs.push(seq);
  }

  remove(seq: number): void {
    const place = this.#place.at(seq);
    if (place === 0) return;
    this.#seqs.set(place - 1, tombstone);
    this.#place.set(seq, 0);
    this.#dead += 1;
  }

  /** Indexes [from, to) of the times after `since` and before `before`, both exclusive. */
  range(since: number | undefined, before: number | undefined): [number, number] {
    this.tidy();
    const from = since === undefined ? 0 : this.#firstAtOrAfter(since + 1);
    const to = before === undefined ? this.#times.length : this.#firstAtOrAfter(before);
    return [from, Math.max(from, to)];
  }

  /** The member at an index of the range, or -1 where only a tombstone is left. */
  seqAt(index: number): number {
    const seq = this.#seqs.at(index);
    return seq === tombstone ? -1 : seq;
  }

  #firstAtOrAfter(time: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#times.at(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts what is not sorted and drops tombstones when they are many. */
  tidy(): void {
    const live = this.#times.length - this.#dead;
    if (this.#sorted && (this.#dead < compactAfter || this.#dead < live)) return;
    const keys = new Float64Array(live);
    const seqs = new Float64Array(live);
    let next = 0;
    for (let index = 0; index < this.#times.length; index += 1) {
      const seq = this.seqAt(index);
      if (seq < 0) continue;
      // Time first, then the order of arrival: both fit in the 53 bits of a double.
      keys[next] = this.#times.at(index) * 2 ** 21 + next;
      seqs[next] = seq;
      next += 1;
    }
    if (!this.#sorted) keys.sort();
    this.#rebuild(keys, seqs);
  }

  #rebuild(keys: Float64Array, seqs: Float64Array): void {
    this.#times = wordColumn();
    this.#seqs = wordColumn();
    for (const key of keys) {
      const time = Math.floor(key / 2 ** 21);
      const seq = seqs[key - time * 2 ** 21] ?? 0;
      this.#place.set(seq, this.#times.length + 1);
      this.#times.push(time);
      this.#seqs.push(seq);
    }
    this.#dead = 0;
    this.#sorted = true;
  }
}
