import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { apiContext, audienceOf, memberByHash } from '../members/member-replies.js';
import { olderMemberView, segmentMemberView } from '../members/member-view.js';
import { saveTagged, segmentsAdded, tagsRemoved } from '../members/tag-members.js';
import type { Audience } from '../model/audience.js';
import type { MemberRecord } from '../model/member-record.js';
import type { Segment } from '../model/segment.js';
import { countedStatuses, segmentMembers } from '../segments/segment-view.js';
import { segmentOf } from './segment-routes.js';

const instance = '/lists/:list_id/segments/:segment_id';
const mostItems = 500;

/** Who belongs to a segment, one by one and 500 at a time (API §5.5). */
export const segmentMemberRoutes: readonly Route[] = [
  { method: 'POST', path: instance, handle: changeMembers },
  { method: 'GET', path: `${instance}/members`, handle: getMembers },
  { method: 'POST', path: `${instance}/members`, handle: addMember },
  { method: 'DELETE', path: `${instance}/members/:subscriber_hash`, handle: removeMember },
];

function tagOf(call: ApiCall): Segment {
  const segment = segmentOf(call);
  if (segment.type !== 'static') throw problems.badRequest('Members can only be added to a static segment.');
  return segment;
}

interface Change {
  members: MemberRecord[];
  unknown: string[];
}

function changeMembers(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = tagOf(call);
  const { add, remove } = readChange(call);
  const context = apiContext(call, audience);
  const added = change(audience, add, (member) =>
    saveTagged(context, segmentsAdded(context, member, [segment])),
  );
  const removed = change(audience, remove, (member) =>
    segment.members.has(member.seq)
      ? saveTagged(context, tagsRemoved(context, member, [segment.id]))
      : undefined,
  );
  const unknown = [...added.unknown, ...removed.unknown];
  const errors =
    unknown.length > 0 ? [{ email_addresses: unknown, error: 'Email addresses are not list members.' }] : [];
  const view = (member: MemberRecord) =>
    olderMemberView(audience, member, { origin: call.origin, links: true });
  const parent = `/lists/${audience.id}/segments`;
  return {
    body: {
      members_added: added.members.map(view),
      members_removed: removed.members.map(view),
      errors,
      total_added: added.members.length,
      total_removed: removed.members.length,
      error_count: errors.length,
      _links: links({
        origin: call.origin,
        path: `${parent}/${segment.id}`,
        parent,
        schema: 'Lists/Segments/BatchPOST',
      }),
    },
    members: add.length + remove.length,
    schema: 'Lists/Segments/BatchPOST-Response',
  };
}

function readChange(call: ApiCall): { add: string[]; remove: string[] } {
  const reader = new BodyReader(call.body);
  const add = reader.texts('members_to_add') ?? [];
  const remove = reader.texts('members_to_remove') ?? [];
  reader.finish();
  if (add.length > mostItems || remove.length > mostItems) {
    throw problems.invalid(
      'Maximum allowed member items exceeded, please provide at most 500 items in members_to_add field or members_to_remove field',
    );
  }
  return { add, remove };
}

function change(
  audience: Audience,
  emails: readonly string[],
  apply: (member: MemberRecord) => MemberRecord | undefined,
): Change {
  const result: Change = { members: [], unknown: [] };
  for (const email of emails) {
    const member = audience.members.byEmail(email);
    if (!member) {
      result.unknown.push(email);
      continue;
    }
    const changed = apply(member);
    if (changed) result.members.push(changed);
  }
  return result;
}

function getMembers(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = segmentOf(call);
  const all = segmentMembers(audience, segment, countedStatuses(call.query));
  const shown = page(all, paging(call.query));
  const options = { origin: call.origin, links: call.projection.wants('members._links') };
  const parent = `/lists/${audience.id}/segments/${segment.id}`;
  return {
    body: {
      members: shown.map((member) => segmentMemberView(audience, member, options)),
      total_items: all.length,
      _links: links({
        origin: call.origin,
        path: `${parent}/members`,
        parent,
        schema: 'Lists/Segments/Members/Collection',
      }),
    },
    members: shown.length,
    schema: 'Lists/Segments/Members/Collection',
  };
}

function addMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = tagOf(call);
  const reader = new BodyReader(call.body);
  reader.require(['email_address']);
  const email = reader.text('email_address') ?? '';
  reader.finish();
  const member = audience.members.byEmail(email);
  if (!member) throw problems.notFound();
  const context = apiContext(call, audience);
  const added = saveTagged(context, segmentsAdded(context, member, [segment]));
  const links = call.projection.wants('_links');
  const body = segmentMemberView(audience, added, { origin: call.origin, links });
  return { body, members: 1, schema: 'Lists/Segments/Members/Instance' };
}

function removeMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = tagOf(call);
  const member = memberByHash(call, audience);
  if (!segment.members.has(member.seq)) throw problems.notFound();
  const context = apiContext(call, audience);
  saveTagged(context, tagsRemoved(context, member, [segment.id]));
  return noContent;
}
