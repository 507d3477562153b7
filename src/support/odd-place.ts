import { z } from 'zod';

const identified = z.object({ id: z.union([z.number(), z.string()]) });

/**
 * Where an answer of another program is not as expected, in words and without the value, which may be anybody's:
 * `record 12: write_date is empty`.
 * @param answer what was parsed
 */
export function oddPlace({ issues: [issue] }: z.ZodError, answer: unknown): string {
  const path = issue?.path ?? [];
  const [index] = path;
  const row = typeof index === 'number' ? identified.safeParse(inside(answer, [index])) : undefined;
  const isRow = row?.success === true;
  const place = (isRow ? path.slice(1) : path).map(String).join('.');
  const record = isRow ? `record ${row.data.id}: ` : '';
  return `${record}${place || 'the whole'} is ${kindOf(inside(answer, path))}`;
}

function inside(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    return typeof at === 'object' && at !== null ? (Reflect.get(at, key) as unknown) : undefined;
  }, value);
}

/** Odoo says false where a field is empty. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || value === false || value === '') return 'empty';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? 'of another kind';
}

const kinds: Readonly<Record<string, string>> = {
  string: 'some other text',
  number: 'a number',
  boolean: 'yes or no',
  object: 'a record',
};
