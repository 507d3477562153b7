import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import { mergeField } from '../model/merge-field.js';
import type { MergeField } from '../model/merge-field.js';
import { without } from '../model/without.js';
import { readMergeField } from '../audiences/merge-field-input.js';

const collection = '/lists/:list_id/merge-fields';
const instance = `${collection}/:merge_id`;

/** Merge fields of an audience (API §5.6). */
export const mergeFieldRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getFields },
  { method: 'POST', path: collection, handle: postField },
  { method: 'GET', path: instance, handle: getField },
  { method: 'PATCH', path: instance, handle: patchField },
  { method: 'DELETE', path: instance, handle: deleteField },
];

function view(call: ApiCall, audience: Audience, field: MergeField): Record<string, unknown> {
  const parent = `/lists/${audience.id}/merge-fields`;
  return {
    ...field,
    list_id: audience.id,
    _links: links({
      origin: call.origin,
      path: `${parent}/${field.merge_id}`,
      parent,
      schema: 'Lists/MergeFields',
      can: ['update', 'delete'],
    }),
  };
}

function getFields(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const type = call.query.get('type');
  const required = call.query.get('required');
  const fields = audience.mergeFields
    .filter((field) => !type || field.type === type)
    .filter((field) => !required || String(field.required) === required)
    .sort((one, other) => (one.tag < other.tag ? -1 : 1));
  const parent = `/lists/${audience.id}`;
  return {
    body: {
      merge_fields: page(fields, paging(call.query)).map((field) => view(call, audience, field)),
      list_id: audience.id,
      total_items: fields.length,
      _links: links({
        origin: call.origin,
        path: `${parent}/merge-fields`,
        parent,
        schema: 'Lists/MergeFields/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/MergeFields/Collection',
  };
}

function fieldOf(call: ApiCall, audience: Audience): MergeField {
  const field = audience.mergeFields.find(({ merge_id }) => String(merge_id) === call.params.merge_id);
  if (!field) throw problems.notFound();
  return field;
}

function reply(call: ApiCall, audience: Audience, field: MergeField): ApiReply {
  return { body: view(call, audience, field), schema: 'Lists/MergeFields/Instance' };
}

function getField(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  return reply(call, audience, fieldOf(call, audience));
}

function postField(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const given = readMergeField(call.body, audience.mergeFields, undefined);
  const limit = call.world.knobs.max_merge_fields;
  if (audience.mergeFields.length >= limit) {
    throw problems.badRequest(`You have reached the maximum of ${limit} merge fields.`);
  }
  const merge_id = audience.nextMergeId;
  audience.nextMergeId += 1;
  const { name = '', type = 'text', tag = `MMERGE${merge_id}` } = given;
  const field = mergeField({ merge_id, tag, name, type }, given);
  audience.mergeFields.push(field);
  return reply(call, audience, field);
}

function patchField(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const before = fieldOf(call, audience);
  const given = readMergeField(call.body, audience.mergeFields, before);
  const after = { ...before, ...given, type: before.type, options: { ...before.options, ...given.options } };
  audience.mergeFields = audience.mergeFields.map((field) => (field === before ? after : field));
  if (after.tag !== before.tag) renameValues(audience, before.tag, after.tag);
  return reply(call, audience, after);
}

/** The values stay with their field whatever its tag. */
function renameValues(audience: Audience, from: string, to: string): void {
  for (const member of audience.members) {
    const value = member.merges[from];
    if (value === undefined) continue;
    audience.members.put({ ...member, merges: { ...without(member.merges, from), [to]: value } });
  }
}

/** The values go with the field. */
function deleteField(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const gone = fieldOf(call, audience);
  audience.mergeFields = audience.mergeFields.filter((field) => field !== gone);
  for (const member of audience.members) {
    if (member.merges[gone.tag] === undefined) continue;
    audience.members.put({ ...member, merges: without(member.merges, gone.tag) });
  }
  return noContent;
}
