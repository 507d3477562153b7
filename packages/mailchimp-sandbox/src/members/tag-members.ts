import type { Audience } from '../model/audience.js';
import { changeStamp } from '../model/change-stamp.js';
import type { MemberRecord } from '../model/member-record.js';
import { oddAfterWrite } from '../model/odd-row.js';
import type { Segment } from '../model/segment.js';
import type { World } from '../model/world.js';
import type { WriteContext } from './write-context.js';

/** What tagging needs to know of the place. */
export interface TagContext {
  readonly world: World;
  readonly audience: Audience;
}

const firstTagId = 4_788_000;

/** The tag of that name whatever its case; the first casing is the one that stays (API §5.5). */
export function findTag(audience: Audience, name: string): Segment | undefined {
  const wanted = name.trim().toLowerCase();
  for (const segment of audience.segments.values()) {
    if (segment.type === 'static' && segment.name.toLowerCase() === wanted) return segment;
  }
  return undefined;
}

function ensureTag(context: TagContext, name: string): Segment {
  return findTag(context.audience, name) ?? createTag(context, name);
}

export function createTag({ world, audience }: TagContext, name: string): Segment {
  const now = world.now();
  const segment: Segment = {
    id: firstTagId + world.nextNumber(),
    name: name.trim(),
    type: 'static',
    createdAt: now,
    updatedAt: now,
    members: new Set(),
  };
  audience.segments.set(segment.id, segment);
  return segment;
}

/** The member wearing the named tags too, which are made where they don't exist. */
export function tagsAdded(context: TagContext, member: MemberRecord, names: readonly string[]): MemberRecord {
  const segments = names.filter((name) => name.trim() !== '').map((name) => ensureTag(context, name));
  return segmentsAdded(context, member, segments);
}

/** The member wearing those tags too. */
export function segmentsAdded(
  context: TagContext,
  member: MemberRecord,
  segments: readonly Segment[],
): MemberRecord {
  if (segments.every(({ id }) => member.tags?.has(id))) return member;
  const tags = new Map(member.tags);
  for (const segment of segments) {
    if (!tags.has(segment.id)) tags.set(segment.id, context.world.now());
    segment.members.add(member.seq);
    segment.updatedAt = context.world.now();
  }
  return { ...member, tags };
}

/** Keeps a member whose tags changed: that stamps it, and tells nobody unless the knob says so. */
export function saveTagged({ world, audience, source }: WriteContext, member: MemberRecord): MemberRecord {
  const record = { ...member, ...changeStamp(world), odd: oddAfterWrite(member, member) };
  audience.members.put(record);
  if (world.knobs.tag_event === 'profile') {
    world.events.emit({ type: 'profile', audience, member: record, source, at: world.now() });
  }
  return record;
}

/** The member without those tags. */
export function tagsRemoved(context: TagContext, member: MemberRecord, ids: readonly number[]): MemberRecord {
  if (!ids.some((id) => member.tags?.has(id))) return member;
  const tags = new Map(member.tags);
  for (const id of ids) {
    tags.delete(id);
    const segment = context.audience.segments.get(id);
    segment?.members.delete(member.seq);
    if (segment) segment.updatedAt = context.world.now();
  }
  return { ...member, tags };
}

/** Takes a member that is gone out of every tag. */
export function untag(audience: Audience, member: MemberRecord): void {
  for (const id of member.tags?.keys() ?? []) audience.segments.get(id)?.members.delete(member.seq);
}
