import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { QueryReader } from '../http/query-reader.js';
import { apiContext, audienceOf } from '../members/member-replies.js';
import { createTag, findTag, saveTagged, segmentsAdded, tagsRemoved } from '../members/tag-members.js';
import type { Audience } from '../model/audience.js';
import type { Segment } from '../model/segment.js';
import { readSegment } from '../segments/segment-input.js';
import { countedStatuses, segmentView } from '../segments/segment-view.js';

const collection = '/lists/:list_id/segments';
const instance = `${collection}/:segment_id`;

/** Segments: static ones are tags, saved ones are questions (API §5.5). */
export const segmentRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getSegments },
  { method: 'POST', path: collection, handle: postSegment },
  { method: 'GET', path: instance, handle: (call) => reply(call, audienceOf(call), segmentOf(call)) },
  { method: 'PATCH', path: instance, handle: patchSegment },
  { method: 'DELETE', path: instance, handle: deleteSegment },
];

export function segmentOf(call: ApiCall): Segment {
  const segment = audienceOf(call).segments.get(Number(call.params.segment_id));
  if (!segment) throw problems.notFound();
  return segment;
}

function reply(call: ApiCall, audience: Audience, segment: Segment): ApiReply {
  const options = { origin: call.origin, statuses: countedStatuses(call.query) };
  return { body: segmentView(audience, segment, options), schema: 'Lists/Segments/Instance' };
}

function getSegments(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segments = filtered([...audience.segments.values()], new QueryReader(call.query));
  const statuses = countedStatuses(call.query);
  const parent = `/lists/${audience.id}`;
  const path = `${parent}/segments`;
  return {
    body: {
      segments: page(segments, paging(call.query)).map((segment) =>
        segmentView(audience, segment, { origin: call.origin, statuses }),
      ),
      list_id: audience.id,
      total_items: segments.length,
      _links: links({
        origin: call.origin,
        path,
        parent,
        schema: 'Lists/Segments/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/Segments/Collection',
  };
}

function filtered(all: readonly Segment[], reader: QueryReader): Segment[] {
  const type = reader.text('type');
  const created = reader.within('created_at');
  const updated = reader.within('updated_at');
  reader.finish();
  return all
    .filter((segment) => type === undefined || segment.type === type)
    .filter(({ createdAt, updatedAt }) => created(createdAt) && updated(updatedAt));
}

function postSegment(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const { name = '', emails, options } = readSegment(call.body, true);
  if (emails) {
    refuseTaken(audience, name);
    const segment = createTag({ world: call.world, audience }, name);
    replaceMembers(call, audience, segment, emails);
    return reply(call, audience, segment);
  }
  const { id, createdAt } = createTag({ world: call.world, audience }, name);
  const segment: Segment = {
    id,
    name,
    type: 'saved',
    createdAt,
    updatedAt: createdAt,
    options,
    members: new Set(),
  };
  audience.segments.set(id, segment);
  return reply(call, audience, segment);
}

function patchSegment(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = segmentOf(call);
  const { name, emails, options } = readSegment(call.body, false);
  if (emails && segment.type !== 'static')
    throw problems.badRequest('A saved segment has no members of its own.');
  if (name !== undefined && segment.type === 'static') refuseTaken(audience, name, segment);
  if (name !== undefined) segment.name = name;
  if (options && segment.type === 'saved') segment.options = options;
  if (emails) replaceMembers(call, audience, segment, emails);
  segment.updatedAt = call.world.now();
  return reply(call, audience, segment);
}

/** A name belongs to one tag, whatever its case. */
function refuseTaken(audience: Audience, name: string, own?: Segment): void {
  const taken = findTag(audience, name);
  if (taken && taken !== own) throw problems.badRequest('Sorry, that tag already exists.');
}

/** Exactly those addresses wear the tag afterwards; unknown ones are ignored. */
function replaceMembers(
  call: ApiCall,
  audience: Audience,
  segment: Segment,
  emails: readonly string[],
): void {
  const context = apiContext(call, audience);
  const members = emails
    .map((email) => audience.members.byEmail(email))
    .filter((member) => member !== undefined);
  const kept = new Set(members.map(({ seq }) => seq));
  for (const seq of [...segment.members]) {
    const member = audience.members.at(seq);
    if (member && !kept.has(seq)) saveTagged(context, tagsRemoved(context, member, [segment.id]));
  }
  for (const member of members) {
    if (!segment.members.has(member.seq)) saveTagged(context, segmentsAdded(context, member, [segment]));
  }
}

/** Deleting a static segment takes the tag from everybody. */
function deleteSegment(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const segment = segmentOf(call);
  for (const seq of [...segment.members]) {
    const member = audience.members.at(seq);
    if (member) audience.members.put(tagsRemoved({ world: call.world, audience }, member, [segment.id]));
  }
  audience.segments.delete(segment.id);
  return noContent;
}
