/** The items of pages, anew in batches of the given sizes; those beyond them in batches of the last size. */
export async function* inSizes<Item>(
  pages: AsyncIterable<readonly Item[]>,
  sizes: readonly number[],
): AsyncGenerator<Item[]> {
  let held: Item[] = [];
  let index = 0;
  const size = (): number => sizes[Math.min(index, sizes.length - 1)] ?? 1;
  for await (const page of pages) {
    held.push(...page);
    while (held.length >= size()) {
      yield held.slice(0, size());
      held = held.slice(size());
      index += 1;
    }
  }
  if (held.length > 0) yield held;
}
