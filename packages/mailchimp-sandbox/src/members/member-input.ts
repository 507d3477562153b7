import { isIP } from 'node:net';
import { BodyReader } from '../http/body-reader.js';
import { memberStatuses } from '../model/member-status.js';
import type { WritableStatus } from '../model/member-status.js';
import { parseTime } from '../model/timestamps.js';

/** What a write asks for; an absent field stays as it is. */
export interface MemberInput {
  email?: string | undefined;
  status?: WritableStatus | undefined;
  statusIfNew?: WritableStatus | undefined;
  emailType?: 'html' | 'text' | undefined;
  merges: Readonly<Record<string, unknown>>;
  interests: Readonly<Record<string, boolean>>;
  permissions: Readonly<Record<string, boolean>>;
  language?: string | undefined;
  vip?: boolean | undefined;
  location?: { latitude: number; longitude: number } | undefined;
  ipSignup?: string | undefined;
  ipOpt?: string | undefined;
  signupAt?: number | undefined;
  optAt?: number | undefined;
  tags?: string[] | undefined;
}

const writable = memberStatuses.filter((status): status is WritableStatus => status !== 'archived');
/** The words of the real message leave `transactional` out. */
const named = ['subscribed', 'unsubscribed', 'cleaned', 'pending'];

/** Reads the body of a member write; throws the problem with every field that is wrong (API §3.2). */
export function readMemberInput(body: Readonly<Record<string, unknown>>): MemberInput {
  const reader = new BodyReader(body);
  const input: MemberInput = {
    email: reader.text('email_address')?.trim(),
    status: reader.choice('status', writable, named),
    statusIfNew: reader.choice('status_if_new', writable, named),
    emailType: readEmailType(reader),
    merges: reader.object('merge_fields') ?? {},
    interests: flags(reader, 'interests'),
    permissions: readPermissions(reader),
    language: reader.text('language'),
    vip: reader.flag('vip'),
    location: readLocation(reader),
    ipSignup: readIp(reader, 'ip_signup'),
    ipOpt: readIp(reader, 'ip_opt'),
    signupAt: readTimestamp(reader, 'timestamp_signup'),
    optAt: readTimestamp(reader, 'timestamp_opt'),
    tags: readTags(reader),
  };
  reader.finish();
  return input;
}

function readEmailType(reader: BodyReader): 'html' | 'text' | undefined {
  const given = reader.text('email_type');
  return given === undefined || given === '' ? undefined : given === 'text' ? 'text' : 'html';
}

function flags(reader: BodyReader, field: string): Record<string, boolean> {
  const given = Object.entries(reader.object(field) ?? {}).filter(([, value]) => value !== null);
  for (const [key, value] of given) {
    if (typeof value !== 'boolean')
      reader.fail(`${field}.${key}`, `Schema describes boolean, ${typeof value} found instead`);
  }
  return Object.fromEntries(given.map(([key, value]) => [key, value === true]));
}

function readPermissions(reader: BodyReader): Record<string, boolean> {
  const result: Record<string, boolean> = {};
  for (const item of reader.array('marketing_permissions') ?? []) {
    const { marketing_permission_id: id, enabled } = (item ?? {}) as Record<string, unknown>;
    if (typeof id === 'string' && typeof enabled === 'boolean') result[id] = enabled;
    else reader.fail('marketing_permissions', 'Data did not match any of the schemas described in anyOf.');
  }
  return result;
}

function readLocation(reader: BodyReader): MemberInput['location'] {
  const given = reader.object('location');
  if (!given) return undefined;
  const { latitude = 0, longitude = 0 } = given;
  if (typeof latitude === 'number' && typeof longitude === 'number') return { latitude, longitude };
  reader.fail('location', 'Schema describes number, string found instead');
  return undefined;
}

function readIp(reader: BodyReader, field: string): string | undefined {
  const given = reader.text(field);
  if (given === undefined || given === '' || isIP(given) !== 0) return given;
  reader.fail(field, 'This value is not a valid IP address.');
  return undefined;
}

function readTimestamp(reader: BodyReader, field: string): number | undefined {
  const given = reader.text(field);
  if (given === undefined) return undefined;
  const seconds = timestamps.some((form) => form.test(given)) ? parseTime(given) : undefined;
  if (seconds === undefined) reader.fail(field, 'Data did not match any of the schemas described in anyOf.');
  return seconds;
}

/** The forms that a body may give a time in: stricter than those of a query. */
const timestamps = [
  /^$/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:?\d{2})$/,
];

function readTags(reader: BodyReader): string[] | undefined {
  const given = reader.array('tags', 'iterable');
  if (!given) return undefined;
  if (given.every((tag) => typeof tag === 'string')) return given;
  reader.fail('tags', 'Schema describes string, object found instead');
  return undefined;
}
