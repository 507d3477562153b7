import type { ConsentEvent } from './consent-report.js';
import type { MemberStatus } from '../core/member-status.js';

/** Everything known of one address on both sides (B44). */
export interface PersonReport {
  email: string;
  blacklisted: boolean;
  contacts: { id: number; name: string | null; email: string | null; tags: string[] }[];
  customers: { id: number; name: string | null }[];
  /** Other records of the person, such as leads. */
  sources: { model: string; id: number; name: string | null }[];
  /** How their consent came to be what it is, oldest first (B56). */
  history: ConsentEvent[];
  audiences: {
    id: string;
    name: string;
    member: {
      status: MemberStatus;
      tags: string[];
      merge_fields: Record<string, unknown>;
      last_changed: string;
    } | null;
    subscription: { opt_out: boolean; opt_out_date: string | null } | null;
    /** When the person was forgotten (B57). Who has signed up themselves since is a member again. */
    forgotten_at: string | null;
    /** Taken off the mailing list in Odoo, and not made again by the bridge (B48). */
    taken_out: boolean;
    pulled_at: string | null;
    pushed_at: string | null;
    last_error: { code: string; message: string; at: string } | null;
    /** Records of the person MailChimp has refused (B21, B27); `retry_at` null: not tried again before it changes. */
    refused: {
      model: string;
      id: number;
      code: string;
      message: string;
      at: string;
      attempts: number;
      retry_at: string | null;
    }[];
    /** What the next import and the next export would do, in words. */
    next: string[];
  }[];
}
