import { setImmediate as immediate } from 'node:timers/promises';

export interface PipelineStages<Item, Prepared, Applied> {
  /** What an item depends on; one that shares a key with an item not yet recorded waits for it. */
  keysOf(item: Item): Iterable<string>;
  /** Reads; runs while the items before are being applied. */
  prepare(item: Item): Promise<Prepared>;
  /** What is only known to be touched after preparing. */
  touchedBy(prepared: Prepared): Iterable<string>;
  /** Writes; so many items at a time, begun in order. */
  apply(prepared: Prepared): Promise<Applied>;
  applyAtOnce: number;
  /** Writes down what was applied; one at a time, in order, while the next items are being applied. */
  record(applied: Applied): Promise<void>;
}

/**
 * Takes items through three stages that overlap: while some are applied, the next is prepared and the one before is
 * recorded. At most `applyAtOnce` + 2 are held. After a failure nothing further is applied, and it is thrown when
 * everything under way has come to its end.
 */
export async function pipeline<Item, Prepared, Applied>(
  items: AsyncIterable<Item>,
  stages: PipelineStages<Item, Prepared, Applied>,
): Promise<void> {
  const applying: Promise<unknown>[] = [];
  const recordings: Promise<unknown>[] = [];
  let recording: Promise<unknown> = Promise.resolve();
  const failures: unknown[] = [];
  const unrecorded = new Map<string, number>();
  const isUnderWay = (keys: Iterable<string>): boolean => [...keys].some((key) => unrecorded.has(key));
  try {
    for await (const item of items) {
      if (isUnderWay(stages.keysOf(item))) await recording;
      let prepared = await stages.prepare(item);
      if (isUnderWay(stages.touchedBy(prepared))) {
        await recording;
        prepared = await stages.prepare(item);
      }
      if (applying.length === stages.applyAtOnce) await applying.shift();
      // However long recording takes: not before all but the last few are written down, and none after a failure.
      if (recordings.length > stages.applyAtOnce) await recordings.shift();
      if (failures.length > 0) await recording;
      const keys = [...stages.keysOf(item), ...stages.touchedBy(prepared)];
      hold(unrecorded, keys);
      const applied = stages.apply(prepared);
      const before = recording;
      recording = Promise.all([applied, before]).then(async ([result]) => {
        // The next item's first call goes out before this one keeps the processor busy.
        await immediate();
        await stages.record(result);
        release(unrecorded, keys);
      });
      applying.push(applied);
      recordings.push(recording);
      recording.catch((failure: unknown) => failures.push(failure));
    }
    await recording;
  } finally {
    await Promise.allSettled([...applying, ...recordings]);
  }
}

function hold(counts: Map<string, number>, keys: readonly string[]): void {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
}

function release(counts: Map<string, number>, keys: readonly string[]): void {
  for (const key of keys) {
    const left = (counts.get(key) ?? 1) - 1;
    if (left === 0) counts.delete(key);
    else counts.set(key, left);
  }
}
