import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Gathers the calls that come in within one turn of the event loop, and while one is under way, and makes them together. Each caller gets its own answer; when a
 * call fails, so do all that were in it.
 * @param most items in one call
 */
export function groupCalls<Item, Answer>(
  call: (items: readonly Item[]) => Promise<readonly Answer[]>,
  most: number,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; settle: (answer: Promise<Answer>) => void }[] = [];
  let isUnderWay = false;
  const work = async (): Promise<void> => {
    isUnderWay = true;
    while (waiting.length > 0) {
      // A call that blocks the loop, as a commit does, would never find a second one waiting.
      await nextTurn();
      const some = waiting.slice(0, most);
      waiting = waiting.slice(most);
      const answers = call(some.map(({ item }) => item));
      some.forEach(({ settle }, index) => settle(answers.then((all) => all[index] as Answer)));
      await answers.catch(() => undefined);
    }
    isUnderWay = false;
  };
  return (item) =>
    new Promise<Answer>((resolve) => {
      waiting.push({ item, settle: resolve });
      if (!isUnderWay) void work();
    });
}
