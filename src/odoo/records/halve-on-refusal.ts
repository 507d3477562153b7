import { RecordError } from '../../support/errors.js';

export interface Refusal<Item> {
  item: Item;
  error: RecordError;
}

/**
 * Works on all items at once; when Odoo refuses the whole call for one bad record, halves down to that record,
 * so that one refusal costs about 2·log₂(n) calls and the others arrive.
 * @returns the refused items with Odoo's words
 */
export async function halveOnRefusal<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
): Promise<Refusal<Item>[]> {
  if (items.length === 0) return [];
  try {
    await work(items);
    return [];
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) return [{ item: only, error }];
    const middle = items.length >> 1;
    const first = await halveOnRefusal(items.slice(0, middle), work);
    return [...first, ...(await halveOnRefusal(items.slice(middle), work))];
  }
}
