import { setImmediate as immediate } from 'node:timers/promises';

export interface PipelineStages<Item, Prepared, Applied> {
  /** What an item depends on; one that shares a key with an item not yet recorded waits for it. */
  keysOf(item: Item): Iterable<string>;
  /** Reads; runs while the item before is being applied. */
  prepare(item: Item): Promise<Prepared>;
  /** What is only known to be touched after preparing. */
  touchedBy(prepared: Prepared): Iterable<string>;
  /** Writes; one item at a time, in order. */
  apply(prepared: Prepared): Promise<Applied>;
  /** Writes down what was applied; one at a time, in order, while the next item is being applied. */
  record(applied: Applied): Promise<void>;
}

/**
 * Takes items through three stages that overlap: while one is applied, the next is prepared and the one before is
 * recorded. At most three are held at once. After a failure nothing further is applied, and it is thrown when
 * everything under way has come to its end.
 */
export async function pipeline<Item, Prepared, Applied>(
  items: AsyncIterable<Item>,
  stages: PipelineStages<Item, Prepared, Applied>,
): Promise<void> {
  let applying: Promise<unknown> = Promise.resolve();
  let recording: Promise<unknown> = Promise.resolve();
  let recordingBefore = recording;
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
      await applying;
      // However long recording takes: not before the item before the last is written down, and none after a failure.
      await recordingBefore;
      if (failures.length > 0) await recording;
      const keys = [...stages.keysOf(item), ...stages.touchedBy(prepared)];
      hold(unrecorded, keys);
      const applied = stages.apply(prepared);
      const before = recording;
      applying = applied;
      recordingBefore = before;
      recording = applied.then(async (result) => {
        await before;
        // The next item's first call goes out before this one keeps the processor busy.
        await immediate();
        await stages.record(result);
        release(unrecorded, keys);
      });
      recording.catch((failure: unknown) => failures.push(failure));
    }
    await recording;
  } finally {
    await Promise.allSettled([applying, recording]);
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
