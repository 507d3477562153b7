/**
 * Rows in the order of their keys, page by page. A page is read when the one before it has been worked on, so that whoever
 * was stopped goes on where it stood.
 * @param read the rows behind the key, at most `limit`
 */
export async function* pagesAfter<Row>(
  read: (page: { after: string | null; limit: number }) => Promise<Row[]>,
  keyOf: (row: Row) => string,
  limit: number,
): AsyncGenerator<Row[]> {
  let after: string | null = null;
  for (;;) {
    const page: Row[] = await read({ after, limit });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = keyOf(last);
  }
}
