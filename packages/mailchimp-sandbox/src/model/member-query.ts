import type { MemberRecord } from './member-record.js';
import type { MemberStatus } from './member-status.js';

export type MemberSort = 'last_changed' | 'timestamp_opt' | 'timestamp_signup';

/** Filters of `GET /lists/{id}/members` (API §5.4); times in Unix seconds, `since` and `before` exclusive. */
export interface MemberQuery {
  status?: MemberStatus | undefined;
  includeArchived: boolean;
  changedSince?: number | undefined;
  changedBefore?: number | undefined;
  /** Who changed is listed from some time on: that of the query. */
  now: number;
  optSince?: number | undefined;
  optBefore?: number | undefined;
  /** Anything the columns don't know. */
  match?: ((record: MemberRecord) => boolean) | undefined;
  sort?: MemberSort | undefined;
  descending: boolean;
  offset: number;
  count: number;
}

export interface MemberPage {
  members: MemberRecord[];
  total: number;
}
