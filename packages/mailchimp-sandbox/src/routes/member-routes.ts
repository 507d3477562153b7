import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { problems } from '../http/problems.js';
import { createMember } from '../members/create-member.js';
import { memberFilter } from '../members/member-filter.js';
import { readMemberInput } from '../members/member-input.js';
import { apiContext, audienceOf, memberByHash, memberOf, memberReply } from '../members/member-replies.js';
import { memberView } from '../members/member-view.js';
import { archiveMember, deletePermanently } from '../members/remove-member.js';
import { updateMember } from '../members/update-member.js';
import { selectMembers } from '../model/select-members.js';

const collection = '/lists/:list_id/members';
const instance = `${collection}/:subscriber_hash`;

/** Members of an audience (API §5.4). */
export const memberRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getMembers },
  { method: 'POST', path: collection, handle: postMember },
  { method: 'GET', path: instance, handle: getMember },
  { method: 'PUT', path: instance, handle: putMember },
  { method: 'PATCH', path: instance, handle: patchMember },
  { method: 'DELETE', path: instance, handle: deleteMember },
  { method: 'POST', path: `${instance}/actions/delete-permanent`, handle: deletePermanent },
  { method: 'POST', path: `${instance}/actions/:action`, handle: unknownAction },
];

function getMembers(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const filter = memberFilter(call.query, audience, call.world);
  const { members, total } = selectMembers(audience.members, filter);
  const options = { origin: call.origin, links: call.projection.wants('members._links') };
  const path = `/lists/${audience.id}/members`;
  return {
    body: {
      members: members.map((member) => memberView(audience, member, options)),
      list_id: audience.id,
      total_items: total,
      _links: links({
        origin: call.origin,
        path,
        parent: `/lists/${audience.id}`,
        schema: 'Lists/Members/Collection',
        can: ['create'],
      }),
    },
    members: members.length,
    schema: 'Lists/Members/Collection',
  };
}

function getMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  return memberReply(call, audience, memberOf(call, audience));
}

/** New addresses and archived ones, which come back with all they had (rules 1 to 3). */
function postMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const input = readMemberInput(call.body);
  const existing = input.email ? audience.members.byEmail(input.email) : undefined;
  if (!existing) return memberReply(call, audience, createMember(apiContext(call, audience), input));
  if (existing.status !== 'archived') throw problems.memberExists(existing.email);
  const status = input.status ?? input.statusIfNew;
  if (!status) throw problems.noStatus();
  const revived = updateMember(apiContext(call, audience), existing, { ...input, status });
  return memberReply(call, audience, revived);
}

/** The path finds the member; where it finds none, the address in the body decides (rules 4 to 8). */
function putMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const input = readMemberInput(call.body);
  const context = apiContext(call, audience);
  const key = call.params.subscriber_hash ?? '';
  const existing = audience.members.find(key);
  if (existing) {
    const tags = call.world.knobs.put_tags_on_update ? input.tags : undefined;
    return memberReply(call, audience, updateMember(context, existing, { ...input, tags }));
  }
  const email = input.email ?? (key.includes('@') ? key : undefined);
  const namesake = email === undefined ? undefined : audience.members.byEmail(email);
  if (namesake) throw problems.memberExists(namesake.email);
  return memberReply(call, audience, createMember(context, { ...input, email }));
}

/** A PATCH knows no tags. */
function patchMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const before = memberOf(call, audience);
  const input = { ...readMemberInput(call.body), tags: undefined };
  return memberReply(call, audience, updateMember(apiContext(call, audience), before, input));
}

function deleteMember(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  archiveMember(apiContext(call, audience), memberOf(call, audience));
  return { members: 1 };
}

function deletePermanent(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  deletePermanently(apiContext(call, audience), memberByHash(call, audience));
  return noContent;
}

function unknownAction(): ApiReply {
  throw problems.action();
}
