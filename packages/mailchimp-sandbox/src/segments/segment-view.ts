import { links } from '../http/links.js';
import type { Audience } from '../model/audience.js';
import type { MemberRecord } from '../model/member-record.js';
import type { MemberStatus } from '../model/member-status.js';
import type { Segment, SegmentOptions } from '../model/segment.js';
import { formatTime } from '../model/timestamps.js';
import { inSegment } from './segment-conditions.js';

const optional: readonly (readonly [string, MemberStatus])[] = [
  ['include_cleaned', 'cleaned'],
  ['include_transactional', 'transactional'],
  ['include_unsubscribed', 'unsubscribed'],
];

/** The statuses that a query wants counted and listed: the subscribed, and those it includes. */
export function countedStatuses(query: URLSearchParams): MemberStatus[] {
  const included = optional.filter(([name]) => query.get(name) === 'true').map(([, status]) => status);
  return ['subscribed', ...included];
}

/** A segment as the API answers it (API §5.5). */
export function segmentView(
  audience: Audience,
  segment: Segment,
  { origin, statuses }: { origin: string; statuses: readonly MemberStatus[] },
): Record<string, unknown> {
  const parent = `/lists/${audience.id}/segments`;
  const path = `${parent}/${segment.id}`;
  return {
    id: segment.id,
    name: segment.name,
    member_count: segmentMembers(audience, segment, statuses).length,
    type: segment.type,
    created_at: formatTime(segment.createdAt),
    updated_at: formatTime(segment.updatedAt),
    options: segment.options ?? tagOptions(segment),
    list_id: audience.id,
    _links: links({ origin, path, parent, schema: 'Lists/Segments', can: ['update', 'create', 'delete'] }),
  };
}

/** How MailChimp itself spells "wears this tag". */
function tagOptions({ id }: Segment): SegmentOptions {
  const condition = { condition_type: 'StaticSegment', field: 'static_segment', op: 'static_is', value: id };
  return { match: 'any', conditions: [condition] };
}

/** The members of a segment that have one of the statuses. */
export function segmentMembers(
  audience: Audience,
  segment: Segment,
  statuses: readonly MemberStatus[],
): MemberRecord[] {
  const wanted = (member: MemberRecord | undefined): member is MemberRecord =>
    member !== undefined && statuses.includes(member.status);
  if (segment.type === 'static')
    return [...segment.members].map((seq) => audience.members.at(seq)).filter(wanted);
  return [...audience.members].filter((member) => wanted(member) && inSegment(segment, member));
}
