import type { Engagement } from './engagement.js';
import type { MemberStatus } from './member-status.js';

export interface Address {
  addr1: string;
  addr2: string;
  city: string;
  state: string;
  zip: string;
  country: string;
}

export type MergeValue = string | number | Address;
export type Merges = Readonly<Record<string, MergeValue>>;

/** Who put the member beyond the API's reach: only the person can come back from it. */
export type Lock = '' | 'user' | 'abuse' | 'bounce';

export interface Note {
  note_id: number;
  created_at: number;
  created_by: string;
  note: string;
}

/** A row as the API answers it and would never take it, laid over what the member really is. */
export interface OddRow {
  readonly shown: Readonly<Record<string, unknown>>;
  /** Keys that the row doesn't have at all. */
  readonly missing: readonly string[];
}

/**
 * One member of one audience as the sandbox keeps it; a change makes a new record. Times are Unix seconds, 0 is
 * "never". Empty merge values are left out; tags map the tag's id to when it was added.
 */
export interface MemberRecord {
  readonly seq: number;
  readonly email: string;
  /** md5 of the lower-cased address: the subscriber hash. */
  readonly id: string;
  readonly status: MemberStatus;
  /** Since when it has that status. */
  readonly statusAt: number;
  readonly lock: Lock;
  readonly reason: string;
  readonly merges: Merges;
  readonly emailType: 'html' | 'text';
  readonly vip: boolean;
  readonly language: string;
  readonly source: string;
  readonly ipSignup: string;
  readonly ipOpt: string;
  readonly signupAt: number;
  readonly optAt: number;
  readonly changedAt: number;
  readonly createdAt: number;
  /** From when on the queries for changes list it; absent: at once. */
  readonly listedAt?: number | undefined;
  /** Absent for who got no mailing yet. */
  readonly engagement?: Engagement | undefined;
  readonly odd?: OddRow | undefined;
  readonly location?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly interests?: Readonly<Record<string, boolean>> | undefined;
  readonly permissions?: Readonly<Record<string, boolean>> | undefined;
  readonly tags?: ReadonlyMap<number, number> | undefined;
  readonly notes?: readonly Note[] | undefined;
}
