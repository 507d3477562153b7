import { paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import type { FieldError } from '../http/problem.js';
import { hasUniqueEmailId } from '../model/identifiers.js';
import type { Knobs } from '../model/knobs.js';
import type { MemberQuery, MemberSort } from '../model/member-query.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberStatuses } from '../model/member-status.js';
import type { MemberStatus } from '../model/member-status.js';
import { parseTime } from '../model/timestamps.js';

const sorts: readonly MemberSort[] = ['timestamp_opt', 'timestamp_signup', 'last_changed'];
const directions = ['ASC', 'DESC'] as const;
const matches = ['any', 'all', 'none'] as const;
/** Who never opted in has not done so before any date. */
const never = 0;

/** The filters of `GET /lists/{id}/members` (API §5.4). */
export function memberFilter(query: URLSearchParams, knobs: Knobs): MemberQuery {
  const errors: FieldError[] = [];
  const status = choice(query, 'status', memberStatuses, errors);
  const optBefore = time(query, 'before_timestamp_opt', errors);
  const result: MemberQuery = {
    ...paging(query),
    status,
    includeArchived: knobs.members_default_includes_archived,
    changedSince: time(query, 'since_last_changed', errors),
    changedBefore: time(query, 'before_last_changed', errors),
    optSince: time(query, 'since_timestamp_opt', errors) ?? (optBefore === undefined ? undefined : never),
    optBefore,
    match: conjunction(recordTests(query, status, errors)),
    sort: choice(query, 'sort_field', sorts, errors),
    descending: choice(query, 'sort_dir', directions, errors) === 'DESC',
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

function unsubscribedTest(
  query: URLSearchParams,
  status: MemberStatus | undefined,
  errors: FieldError[],
): Test[] {
  const since = time(query, 'unsubscribed_since', errors);
  if (since === undefined) return [];
  if (status !== 'unsubscribed') {
    errors.push({ field: 'unsubscribed_since', message: 'Status must be unsubscribed.' });
  }
  return [(record) => record.statusAt > since];
}

type Test = (record: MemberRecord) => boolean;

function conjunction(tests: readonly Test[]): Test | undefined {
  return tests.length === 0
    ? undefined
    : tests.reduce((one, other) => (record) => one(record) && other(record));
}

function recordTests(query: URLSearchParams, status: MemberStatus | undefined, errors: FieldError[]): Test[] {
  const tests = unsubscribedTest(query, status, errors);
  const emailType = query.get('email_type');
  if (emailType) tests.push((record) => record.emailType === emailType);
  if (query.get('vip_only') === 'true') tests.push((record) => record.vip);
  const uniqueId = query.get('unique_email_id');
  if (uniqueId) tests.push(({ id }) => hasUniqueEmailId(id, uniqueId));
  const interests = interestTest(query, errors);
  return interests ? [...tests, interests] : tests;
}

function interestTest(query: URLSearchParams, errors: FieldError[]): Test | undefined {
  const ids = (query.get('interest_ids') ?? '').split(',').filter((id) => id !== '');
  const match = choice(query, 'interest_match', matches, errors);
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
