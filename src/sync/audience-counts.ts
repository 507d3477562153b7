import { memberStatuses, type MemberStatus } from '../core/member-status.js';
import { countRecords } from '../odoo/records/count-records.js';
import type { SyncContext } from './sync-context.js';

/** How many there are on both sides at this moment. */
export interface AudienceCounts {
  id: string;
  /** Exact, unlike the counters MailChimp shows of an audience. */
  mailchimp: Record<MemberStatus, number>;
  /** Subscriptions of the mailing list; of the subscribed some are on the blacklist. Null: there is no mailing list yet. */
  odoo: { subscribed: number; opted_out: number; blacklisted: number } | null;
  drift: {
    /** Members MailChimp has beyond those the bridge knows, by status. */
    unseen: Record<MemberStatus, number>;
    /** People Odoo may mail beyond MailChimp's subscribed members; not 0 where contacts wait for their export. */
    odoo_beyond_mailchimp: number | null;
  };
}

/** Asks both servers; writes nothing. */
export function countAudiences(context: SyncContext): Promise<AudienceCounts[]> {
  return Promise.all(context.config.audiences.map(({ id }) => countAudience(context, id)));
}

async function countAudience(context: SyncContext, id: string): Promise<AudienceCounts> {
  const { store, mailchimp } = context;
  const bound = await store.audiences.get(id);
  const [members, known, odoo] = await Promise.all([
    byStatus((status) => mailchimp.members.count(id, status)),
    store.bindings.countByStatus(id),
    countMailingList(context, bound?.mailingListId ?? null),
  ]);
  return {
    id,
    mailchimp: members,
    odoo,
    drift: {
      unseen: await byStatus((status) => Promise.resolve(members[status] - known[status])),
      odoo_beyond_mailchimp: odoo === null ? null : odoo.subscribed - odoo.blacklisted - members.subscribed,
    },
  };
}

async function byStatus(count: (status: MemberStatus) => Promise<number>) {
  const counts = await Promise.all(
    memberStatuses.map(async (status) => [status, await count(status)] as const),
  );
  return Object.fromEntries(counts) as Record<MemberStatus, number>;
}

async function countMailingList(
  { odoo }: SyncContext,
  mailingListId: number | null,
): Promise<AudienceCounts['odoo']> {
  if (mailingListId === null) return null;
  const count = (...terms: readonly unknown[]): Promise<number> =>
    countRecords(odoo.transport, odoo.capabilities.subscriptionModel, [
      ['list_id', '=', mailingListId],
      ...terms,
    ]);
  const [subscribed, optedOut, blacklisted] = await Promise.all([
    count(['opt_out', '=', false]),
    count(['opt_out', '=', true]),
    count(['opt_out', '=', false], ['contact_id.is_blacklisted', '=', true]),
  ]);
  return { subscribed, opted_out: optedOut, blacklisted };
}
