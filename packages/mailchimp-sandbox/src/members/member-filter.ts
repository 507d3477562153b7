import { paging } from '../http/paging.js';
import { QueryReader } from '../http/query-reader.js';
import { lastSentAt } from '../model/audience.js';
import type { Audience } from '../model/audience.js';
import { hasUniqueEmailId } from '../model/identifiers.js';
import type { MemberQuery, MemberSort } from '../model/member-query.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import type { MemberStatus } from '../model/member-status.js';
import type { World } from '../model/world.js';

const sorts: readonly MemberSort[] = ['timestamp_opt', 'timestamp_signup', 'last_changed'];
const directions = ['ASC', 'DESC'] as const;
const matches = ['any', 'all', 'none'] as const;
/** Who never opted in has not done so before any date. */
const never = 0;

/** The filters of `GET /lists/{id}/members` (API §5.4). */
export function memberFilter(query: URLSearchParams, audience: Audience, world: World): MemberQuery {
  const reader = new QueryReader(query);
  const status = reader.choice('status', memberStatuses);
  const optBefore = reader.time('before_timestamp_opt');
  const result: MemberQuery = {
    ...paging(query),
    status,
    includeArchived: world.knobs.members_default_includes_archived,
    changedSince: reader.time('since_last_changed'),
    changedBefore: reader.time('before_last_changed'),
    now: world.now(),
    optSince: reader.time('since_timestamp_opt') ?? (optBefore === undefined ? undefined : never),
    optBefore,
    match: conjunction([
      ...campaignTests(reader, status, audience),
      ...unsubscribedTests(reader, status),
      ...recordTests(reader),
    ]),
    sort: reader.choice('sort_field', sorts),
    descending: reader.choice('sort_dir', directions) === 'DESC',
  };
  reader.finish();
  return result;
}

type Test = (record: MemberRecord) => boolean;

function conjunction(tests: readonly Test[]): Test | undefined {
  if (tests.length === 0) return undefined;
  return tests.reduce((one, other) => (record) => one(record) && other(record));
}

function recordTests(reader: QueryReader): Test[] {
  const tests = interestTests(reader);
  const emailType = reader.text('email_type');
  if (emailType) tests.push((record) => record.emailType === emailType);
  if (reader.flag('vip_only')) tests.push((record) => record.vip);
  const uniqueId = reader.text('unique_email_id');
  if (uniqueId) tests.push(({ id }) => hasUniqueEmailId(id, uniqueId));
  return tests;
}

type Status = MemberStatus | undefined;

function campaignTests(reader: QueryReader, status: Status, audience: Audience): Test[] {
  if (!reader.flag('since_last_campaign')) return [];
  if (!status) reader.fail('since_last_campaign', 'Member status is required.');
  const sentAt = lastSentAt(audience);
  return [(record) => record.statusAt > sentAt];
}

function unsubscribedTests(reader: QueryReader, status: Status): Test[] {
  const since = reader.time('unsubscribed_since');
  if (since === undefined) return [];
  if (status !== 'unsubscribed') reader.fail('unsubscribed_since', 'Status must be unsubscribed.');
  return [(record) => record.statusAt > since];
}

function interestTests(reader: QueryReader): Test[] {
  const ids = (reader.text('interest_ids') ?? '').split(',').filter((id) => id !== '');
  const match = reader.choice('interest_match', matches);
  if (ids.length === 0 && !match) return [];
  if (ids.length === 0 || !match || !reader.text('interest_category_id')) {
    reader.fail(
      'interest_ids',
      'interest_category_id, interest_ids and interest_match must be given together.',
    );
    return [];
  }
  const has = (record: MemberRecord) => (id: string) => record.interests?.[id] === true;
  if (match === 'all') return [(record) => ids.every(has(record))];
  if (match === 'none') return [(record) => !ids.some(has(record))];
  return [(record) => ids.some(has(record))];
}
