import { paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import type { FieldError } from '../http/problem.js';
import { uniqueEmailId } from '../model/identifiers.js';
import type { Knobs } from '../model/knobs.js';
import type { MemberQuery, MemberSort } from '../model/member-query.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import type { MemberStatus } from '../model/member-status.js';
import { parseTime } from '../model/timestamps.js';

const sorts: readonly MemberSort[] = ['timestamp_opt', 'timestamp_signup', 'last_changed'];

/** The filters of `GET /lists/{id}/members` (API §5.4). */
export function memberFilter(query: URLSearchParams, knobs: Knobs): MemberQuery {
  const errors: FieldError[] = [];
  const status = choice(query, 'status', memberStatuses, errors);
  const result: MemberQuery = {
    ...paging(query),
    status,
    includeArchived: knobs.members_default_includes_archived,
    changedSince: latest(time(query, 'since_last_changed', errors), unsubscribedSince(query, status, errors)),
    changedBefore: time(query, 'before_last_changed', errors),
    optSince: time(query, 'since_timestamp_opt', errors),
    optBefore: time(query, 'before_timestamp_opt', errors),
    match: conjunction(recordTests(query, errors)),
    sort: choice(query, 'sort_field', sorts, errors),
    descending: query.get('sort_dir')?.toUpperCase() === 'DESC',
  };
  if (query.get('since_last_campaign') === 'true' && !status) {
    errors.push({ field: 'since_last_campaign', message: 'Member status is required.' });
  }
  if (errors.length > 0) throw problems.schema(errors);
  return result;
}

function choice<T extends string>(
  query: URLSearchParams,
  name: string,
  options: readonly T[],
  errors: FieldError[],
): T | undefined {
  const given = query.get(name);
  if (given === null || given === '') return undefined;
  const found = options.find((option) => option === given);
  if (!found) {
    errors.push({
      field: name,
      message: `Data presented is not one of the accepted values: ${options.join(', ')}.`,
    });
  }
  return found;
}

function time(query: URLSearchParams, name: string, errors: FieldError[]): number | undefined {
  const given = query.get(name);
  if (given === null || given === '') return undefined;
  const seconds = parseTime(given);
  if (seconds === undefined) errors.push({ field: name, message: 'This value is not a valid datetime.' });
  return seconds;
}

function unsubscribedSince(
  query: URLSearchParams,
  status: MemberStatus | undefined,
  errors: FieldError[],
): number | undefined {
  const since = time(query, 'unsubscribed_since', errors);
  if (since !== undefined && status !== 'unsubscribed') {
    errors.push({ field: 'unsubscribed_since', message: 'Status must be unsubscribed.' });
  }
  return since;
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}

type Test = (record: MemberRecord) => boolean;

function conjunction(tests: readonly Test[]): Test | undefined {
  return tests.length === 0 ? undefined : (record) => tests.every((test) => test(record));
}

function recordTests(query: URLSearchParams, errors: FieldError[]): Test[] {
  const tests: Test[] = [];
  const emailType = query.get('email_type');
  if (emailType) tests.push((record) => record.emailType === emailType);
  if (query.get('vip_only') === 'true') tests.push((record) => record.vip);
  const uniqueId = query.get('unique_email_id');
  if (uniqueId) tests.push((record) => uniqueEmailId(record.id) === uniqueId);
  const interests = interestTest(query, errors);
  return interests ? [...tests, interests] : tests;
}

function interestTest(query: URLSearchParams, errors: FieldError[]): Test | undefined {
  const ids = (query.get('interest_ids') ?? '').split(',').filter((id) => id !== '');
  const match = query.get('interest_match');
  if (ids.length === 0 && !match) return undefined;
  if (ids.length === 0 || !match || !query.get('interest_category_id')) {
    errors.push({
      field: 'interest_ids',
      message: 'interest_category_id, interest_ids and interest_match must be given together.',
    });
    return undefined;
  }
  const has = (record: MemberRecord) => (id: string) => record.interests?.[id] === true;
  if (match === 'all') return (record) => ids.every(has(record));
  if (match === 'none') return (record) => !ids.some(has(record));
  return (record) => ids.some(has(record));
}
