import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf, memberOf } from '../members/member-replies.js';
import type { MemberRecord, Note } from '../model/member-record.js';
import { formatTime } from '../model/timestamps.js';

const collection = '/lists/:list_id/members/:subscriber_hash/notes';
const instance = `${collection}/:note_id`;

/** Notes about a member, of which the member itself shows the last. */
export const noteRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getNotes },
  { method: 'POST', path: collection, handle: postNote },
  { method: 'GET', path: instance, handle: (call) => reply(call, noteOf(call)) },
  { method: 'PATCH', path: instance, handle: patchNote },
  { method: 'DELETE', path: instance, handle: deleteNote },
];

const memberOfCall = (call: ApiCall): MemberRecord => memberOf(call, audienceOf(call));

function noteOf(call: ApiCall): Note {
  const note = memberOfCall(call).notes?.find(({ note_id }) => String(note_id) === call.params.note_id);
  if (!note) throw problems.notFound();
  return note;
}

function view(call: ApiCall, note: Note): Record<string, unknown> {
  const list_id = audienceOf(call).id;
  const email_id = memberOfCall(call).id;
  const parent = `/lists/${list_id}/members/${email_id}/notes`;
  const path = `${parent}/${note.note_id}`;
  return {
    id: note.note_id,
    created_at: formatTime(note.created_at),
    created_by: note.created_by,
    updated_at: formatTime(note.created_at),
    note: note.note,
    list_id,
    email_id,
    _links: links({
      origin: call.origin,
      path,
      parent,
      schema: 'Lists/Members/Notes',
      can: ['update', 'delete'],
    }),
  };
}

function reply(call: ApiCall, note: Note): ApiReply {
  return { body: view(call, note), schema: 'Lists/Members/Notes/Instance' };
}

function getNotes(call: ApiCall): ApiReply {
  const member = memberOfCall(call);
  const notes = member.notes ?? [];
  const list_id = audienceOf(call).id;
  const parent = `/lists/${list_id}/members/${member.id}`;
  const path = `${parent}/notes`;
  return {
    body: {
      notes: page(notes, paging(call.query)).map((note) => view(call, note)),
      email_id: member.id,
      list_id,
      total_items: notes.length,
      _links: links({
        origin: call.origin,
        path,
        parent,
        schema: 'Lists/Members/Notes/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/Members/Notes/Collection',
  };
}

function readText(call: ApiCall): string {
  const reader = new BodyReader(call.body);
  reader.require(['note']);
  const text = reader.text('note') ?? '';
  if (text.length > 1000)
    reader.fail('note', 'This value is too long. It should have 1000 characters or less.');
  reader.finish();
  return text;
}

function postNote(call: ApiCall): ApiReply {
  const text = readText(call);
  const { world } = call;
  const note: Note = {
    note_id: world.nextNumber(),
    created_at: world.now(),
    created_by: 'sandbox',
    note: text,
  };
  keep(call, [...(memberOfCall(call).notes ?? []), note]);
  return reply(call, note);
}

function patchNote(call: ApiCall): ApiReply {
  const before = noteOf(call);
  const after = { ...before, note: readText(call) };
  keep(
    call,
    (memberOfCall(call).notes ?? []).map((note) => (note === before ? after : note)),
  );
  return reply(call, after);
}

function deleteNote(call: ApiCall): ApiReply {
  const gone = noteOf(call);
  keep(
    call,
    (memberOfCall(call).notes ?? []).filter((note) => note !== gone),
  );
  return noContent;
}

/** A note is about the member, not of it: its last change stays. */
function keep(call: ApiCall, notes: Note[]): void {
  audienceOf(call).members.put({ ...memberOfCall(call), notes });
}
