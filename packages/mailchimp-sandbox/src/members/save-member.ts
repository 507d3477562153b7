import { problems } from '../http/problems.js';
import { changeStamp } from '../model/change-stamp.js';
import { countGrowth } from '../model/growth.js';
import type { MemberRecord } from '../model/member-record.js';
import { oddAfterWrite } from '../model/odd-row.js';
import { memberEvents } from './member-events.js';
import type { WriteContext } from './write-context.js';

/**
 * Keeps the record, counts what it means for the audience and tells the listeners. A record that says the same
 * as before is neither stamped nor told (API §5.4 rule 12).
 */
export function saveMember(
  context: WriteContext,
  before: MemberRecord | undefined,
  after: MemberRecord,
): MemberRecord {
  if (before && sameMember(before, after)) return before;
  const { world, audience } = context;
  const now = world.now();
  const statusAt = before?.status === after.status ? before.statusAt : now;
  const odd = before && oddAfterWrite(before, after);
  const record = { ...after, statusAt, ...changeStamp(world), odd };
  audience.members.put(record);
  if (before?.status !== record.status) countStatus(context, record);
  for (const event of memberEvents(context, before, record)) world.events.emit(event);
  return record;
}

/** Refuses an address that was subscribed too often lately (API §8.3). */
export function refuseThrottled({ world }: WriteContext, email: string): void {
  if (world.throttle.refuses(email.toLowerCase(), world.now())) throw problems.throttled(email);
}

function countStatus({ world, audience }: WriteContext, record: MemberRecord): void {
  const now = world.now();
  if (record.status === 'subscribed') {
    audience.lastSubscribeAt = now;
    world.throttle.count(record.email.toLowerCase(), now, world.knobs);
  }
  if (record.status === 'unsubscribed') audience.lastUnsubscribeAt = now;
  countGrowth(audience.growth, now, record.status === 'archived' ? 'deleted' : record.status);
}

function sameMember(before: MemberRecord, after: MemberRecord): boolean {
  const fields = Object.keys(after) as (keyof MemberRecord)[];
  return fields.every((field) => field === 'changedAt' || sameValue(before[field], after[field]));
}

function sameValue(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (before instanceof Map && after instanceof Map) {
    return before.size === after.size && [...before].every(([key, value]) => after.get(key) === value);
  }
  return canonical(before) === canonical(after);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}
