import { problems } from './problems.js';

export interface Paging {
  count: number;
  offset: number;
}

/** `count` (10 by default, silently capped at 1000) and `offset` (API §4). */
export function paging(query: URLSearchParams): Paging {
  return { count: Math.min(1000, wholeNumber(query, 'count', 10)), offset: wholeNumber(query, 'offset', 0) };
}

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  if (!/^\d{1,12}$/.test(text)) {
    throw problems.schema([{ field: name, message: 'Schema describes integer, string found instead' }]);
  }
  return Number(text);
}

export function page<T>(items: readonly T[], { count, offset }: Paging): T[] {
  return items.slice(offset, offset + count);
}
