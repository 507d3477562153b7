import Bottleneck from 'bottleneck';

/** Starts what it is given in turn, at most `count` at a time. */
export function atMost(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const turns = new Bottleneck({ maxConcurrent: count });
  return (work) => turns.schedule(work);
}
