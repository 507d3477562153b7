export interface Refusal<Item, Failure> {
  item: Item;
  error: Failure;
}

export interface Bisection<Item, Result, Failure> {
  /** Of the calls that were accepted, in the order of their items. */
  results: Result[];
  /** The items that are refused even alone, in their order. */
  refusals: Refusal<Item, Failure>[];
}

/**
 * Works on all items in one call. A call that is refused is made again for each half of its items, down to single ones:
 * one bad item among n costs about 2·log₂(n) calls more, and all the others are done.
 * @param isRefusal whether a failure is about one of the items; any other failure is thrown, and ends the work
 */
export async function bisect<Item, Result, Failure>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result>,
  isRefusal: (error: unknown) => error is Failure,
): Promise<Bisection<Item, Result, Failure>> {
  const [first] = items;
  if (first === undefined) return { results: [], refusals: [] };
  try {
    return { results: [await work(items)], refusals: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (items.length === 1) return { results: [], refusals: [{ item: first, error }] };
    const middle = Math.ceil(items.length / 2);
    const left = await bisect(items.slice(0, middle), work, isRefusal);
    const right = await bisect(items.slice(middle), work, isRefusal);
    return {
      results: [...left.results, ...right.results],
      refusals: [...left.refusals, ...right.refusals],
    };
  }
}
