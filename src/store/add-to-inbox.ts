import type { Database } from './database.js';
import { toInboxRow, type NewInboxEvent } from './inbox-event.js';

/** Adds the events that are new. @returns their keys */
export async function addToInbox(
  db: Database,
  events: readonly NewInboxEvent[],
  now: string,
): Promise<Set<string>> {
  const added = new Set<string>();
  for (const event of events) {
    const insert = db.insertInto('inbox').values(toInboxRow(event, now));
    const row = await insert
      .onConflict((on) => on.column('key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) added.add(event.key);
    else await reopen(db, event.key);
  }
  return added;
}

/**
 * Two events of one person may look the same to the byte when something else happened to them in between, within the
 * second that MailChimp tells: unsubscribed, subscribed, unsubscribed. So a delivery that is known already is looked at
 * again when something else was told of that second after it. One that was merely delivered twice is not.
 */
async function reopen(db: Database, key: string): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ state: 'waiting', outcome: null, finished_at: null })
    .where('key', '=', key)
    .where('state', '=', 'done')
    .where('email', 'is not', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('inbox as other')
          .select('other.id')
          .whereRef('other.email', '=', 'inbox.email')
          .whereRef('other.fired_at', '=', 'inbox.fired_at')
          .whereRef('other.id', '>', 'inbox.id'),
      ),
    )
    .execute();
}
