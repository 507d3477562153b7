import type { MemberStatus } from '../core/member-status.js';

/** One audience and the Odoo mailing list it is bound to (B3). */
export interface AudienceOverview {
  id: string;
  name: string;
  mailing_list: { id: number | null; name: string };
  date_created: string | null;
  /** The sign-up form: short, and in full. */
  subscribe_url: string | null;
  subscribe_url_long: string | null;
  rating: number | null;
  /** MailChimp's own counters; they may lag by minutes (mailchimp-api §5.2). */
  members: { subscribed: number; unsubscribed: number; cleaned: number };
  /** Members the bridge knows, by status. */
  known: Record<MemberStatus, number>;
  merge_fields: { tag: string; name: string; type: string; required: boolean }[];
  tags: string[];
  /** With the ids `interests:` of the account file goes by. */
  interest_groups: { title: string; interests: { id: string; name: string }[] }[];
  configured: boolean;
}
