import type { Database } from './database.js';

/** An audience as last fetched, and the mailing list it is bound to (B3). */
export interface AudienceRecord {
  id: string;
  name: string;
  /** mailing.list id. */
  mailingListId: number | null;
  /** What MailChimp says of the audience, as shown by `audiences list`. */
  data: object;
  fetchedAt: string;
}

export interface Audiences {
  get(id: string): Promise<AudienceRecord | null>;
  save(audience: AudienceRecord): Promise<void>;
}

export function audiencesIn(db: Database): Audiences {
  return {
    async get(id) {
      const row = await db.selectFrom('audiences').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      return {
        id,
        name: row.name,
        mailingListId: row.mailing_list_id,
        data: JSON.parse(row.data) as object,
        fetchedAt: row.fetched_at,
      };
    },
    async save({ id, name, mailingListId, data, fetchedAt }) {
      const values = {
        name,
        mailing_list_id: mailingListId,
        data: JSON.stringify(data),
        fetched_at: fetchedAt,
      };
      await db
        .insertInto('audiences')
        .values({ id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
  };
}
