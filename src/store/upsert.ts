import type { InsertObject } from 'kysely';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** Inserts the rows, or replaces all but the key of those that are there; every row has the same columns. */
export async function upsert<Table extends keyof Schema>(
  db: Database,
  table: Table,
  key: readonly (keyof Schema[Table] & string)[],
  rows: readonly InsertObject<Schema, Table>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const replaced = Object.keys(first).filter((column) => !key.some((each) => each === column));
  await db
    .insertInto(table)
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(key)
        .doUpdateSet(
          (eb) =>
            Object.fromEntries(
              replaced.map((column) => [column, eb.ref(`excluded.${column}` as never)]),
            ) as never,
        ),
    )
    .execute();
}
