import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { apiContext, audienceOf, memberByHash, memberOf } from '../members/member-replies.js';
import { findTag, saveTagged, tagsAdded, tagsRemoved } from '../members/tag-members.js';
import { formatTime } from '../model/timestamps.js';

const path = '/lists/:list_id/members/:subscriber_hash/tags';

/** Tags of a member, and the search for tags of an audience (API §5.5). */
export const memberTagRoutes: readonly Route[] = [
  { method: 'GET', path, handle: getTags },
  { method: 'POST', path, handle: postTags },
  { method: 'GET', path: '/lists/:list_id/tag-search', handle: searchTags },
];

function getTags(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const member = memberOf(call, audience);
  const tags = [...(member.tags ?? [])].map(([id, addedAt]) => ({
    id,
    name: audience.segments.get(id)?.name ?? '',
    date_added: formatTime(addedAt),
  }));
  const parent = `/lists/${audience.id}/members/${member.id}`;
  return {
    body: {
      tags: page(tags, paging(call.query)),
      total_items: tags.length,
      _links: links({
        origin: call.origin,
        path: `${parent}/tags`,
        parent,
        schema: 'Lists/Members/Tags/Collection',
      }),
    },
    schema: 'Lists/Members/Tags/Collection',
  };
}

interface TagChange {
  name: string;
  active: boolean;
}

/** Deltas: a tag is made when it is unknown and active; touching an active one again stamps the member. */
function postTags(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const before = memberByHash(call, audience);
  const changes = readChanges(call);
  if (changes.length === 0) return noContent;
  const context = apiContext(call, audience);
  let after = before;
  for (const { name, active } of changes) {
    if (active) after = tagsAdded(context, after, [name]);
    else after = tagsRemoved(context, after, [findTag(audience, name)?.id ?? 0]);
  }
  const touched = after !== before || changes.some(({ active }) => active);
  if (touched) saveTagged(context, after);
  return { members: 1 };
}

function readChanges(call: ApiCall): TagChange[] {
  const reader = new BodyReader(call.body);
  reader.require(['tags']);
  const syncing = reader.flag('is_syncing');
  const items = reader.array('tags', 'iterable') ?? [];
  const changes = items.map((item, index) => {
    const fields = new BodyReader(
      typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {},
    );
    const name = fields.text('name');
    const status = fields.choice('status', ['active', 'inactive']);
    if (!name?.trim() || !status) reader.fail(`tags.${index}`, 'This value should not be blank.');
    return { name: name ?? '', active: status === 'active' };
  });
  reader.finish();
  if (syncing) call.world.requests.syncing(`POST ${path}`);
  return changes;
}

function searchTags(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const prefix = (call.query.get('name') ?? '').toLowerCase();
  const tags = [...audience.segments.values()]
    .filter(({ type, name }) => type === 'static' && name.toLowerCase().startsWith(prefix))
    .map(({ id, name }) => ({ id, name }));
  return { body: { tags, total_items: tags.length }, schema: 'Lists/TagSearch/Collection' };
}
