import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimeOrder } from '../../src/model/time-order.js';

function listed(order: TimeOrder, since?: number, before?: number): number[] {
  const [from, to] = order.range(since, before);
  const seqs: number[] = [];
  for (let index = from; index < to; index += 1) if (order.seqAt(index) >= 0) seqs.push(order.seqAt(index));
  return seqs;
}

describe('The order of changes', () => {
  it('moves what changes again to its end', () => {
    const order = new TimeOrder();
    order.record(0, 100);
    order.record(1, 200);
    order.record(0, 300);

    expect(listed(order)).toEqual([1, 0]);
  });

  it('leaves out the bounds themselves', () => {
    const order = new TimeOrder();
    for (const [seq, time] of [10, 20, 30, 40].entries()) order.record(seq, time);

    expect(listed(order, 10, 40)).toEqual([1, 2]);
    expect(listed(order, 40)).toEqual([]);
    expect(listed(order, undefined, 10)).toEqual([]);
  });

  it('sorts what came with an older time', () => {
    const order = new TimeOrder();
    order.record(0, 300);
    order.record(1, 100);
    order.record(2, 200);

    expect(listed(order)).toEqual([1, 2, 0]);
  });

  it('loses nobody when it drops its tombstones', () => {
    const order = new TimeOrder();
    for (let time = 1; time <= 30_000; time += 1) order.record(time % 7, time);
    order.remove(3);

    expect(listed(order)).toEqual(
      [30_000, 29_999, 29_998, 29_997, 29_996, 29_995, 29_994]
        .map((time) => time % 7)
        .filter((seq) => seq !== 3)
        .reverse(),
    );
  });

  it('agrees with sorting everything, whatever happens', () => {
    const change = fc.record({ seq: fc.nat(20), time: fc.integer({ min: 1, max: 50 }), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change), fc.nat(50), (changes, since) => {
        const order = new TimeOrder();
        const times = new Map<number, number>();
        for (const { seq, time, gone } of changes) {
          if (gone) order.remove(seq);
          else order.record(seq, time);
          times.delete(seq);
          if (!gone) times.set(seq, time);
        }
        const wanted = [...times]
          .filter(([, time]) => time > since)
          .sort(([, one], [, other]) => one - other);

        expect(listed(order, since)).toEqual(wanted.map(([seq]) => seq));
      }),
    );
  });
});
