import type { ApiCall, ApiReply } from '../http/api-call.js';
import { problems } from '../http/problems.js';
import type { Audience } from '../model/audience.js';
import { webId } from '../model/identifiers.js';
import type { MemberRecord } from '../model/member-record.js';
import { memberView } from './member-view.js';
import type { WriteContext } from './write-context.js';

export function audienceOf(call: ApiCall): Audience {
  const audience = call.world.audiences.get(call.params.list_id ?? '');
  if (!audience) throw problems.notFound();
  return audience;
}

/** The member of the path: by hash, address or contact id. */
export function memberOf(call: ApiCall, audience: Audience): MemberRecord {
  const member = audience.members.find(call.params.subscriber_hash ?? '');
  if (!member) throw problems.notFound();
  return member;
}

/** The member of the path where only the hash is documented. */
export function memberByHash(call: ApiCall, audience: Audience): MemberRecord {
  const member = memberOf(call, audience);
  const given = (call.params.subscriber_hash ?? '').toLowerCase();
  if (call.world.knobs.hash_only_paths && given !== member.id) throw problems.notFound();
  return member;
}

export function apiContext(call: ApiCall, audience: Audience): WriteContext {
  return {
    world: call.world,
    audience,
    source: 'api',
    ip: call.ip,
    skipMergeValidation: call.query.get('skip_merge_validation') === 'true',
  };
}

export function memberReply(call: ApiCall, audience: Audience, member: MemberRecord): ApiReply {
  const links = call.projection.wants('_links');
  const body = memberView(audience, member, { origin: call.origin, links });
  const dashboard = `https://us1.admin.mailchimp.com/lists/members/view?id=${webId(member.seq)}`;
  return { body, members: 1, schema: 'Lists/Members/Instance', dashboard };
}
