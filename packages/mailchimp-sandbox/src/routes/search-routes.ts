import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { problems } from '../http/problems.js';
import { memberView } from '../members/member-view.js';
import type { Audience } from '../model/audience.js';
import type { MemberRecord } from '../model/member-record.js';

const mostShown = 30;

/** Finds members by address or name, in one audience or all (API §5). */
export const searchRoutes: readonly Route[] = [
  { method: 'GET', path: '/search-members', handle: searchMembers },
];

interface Found {
  audience: Audience;
  member: MemberRecord;
}

function searchMembers(call: ApiCall): ApiReply {
  const query = (call.query.get('query') ?? '').trim().toLowerCase();
  if (query === '') throw problems.schema([{ field: 'query', message: 'This value should not be blank.' }]);
  const audiences = searched(call);
  const exact = audiences.flatMap((audience) => {
    const member = audience.members.byEmail(query);
    return member ? [{ audience, member }] : [];
  });
  const words = query.split(/\s+/);
  const partial = audiences.flatMap((audience) => [...matching(audience, words)]);
  return {
    body: {
      exact_matches: view(call, exact),
      full_search: view(call, partial),
      _links: links({ origin: call.origin, path: '/search-members', parent: '/', schema: 'SearchMembers' }),
    },
    members: Math.min(partial.length, mostShown),
    schema: 'SearchMembers/Response',
  };
}

function searched({ world, query }: ApiCall): Audience[] {
  const id = query.get('list_id');
  if (id === null || id === '') return [...world.audiences.values()];
  const audience = world.audiences.get(id);
  if (!audience) throw problems.notFound();
  return [audience];
}

function* matching(audience: Audience, words: readonly string[]): Generator<Found> {
  for (const member of audience.members) {
    const { FNAME = '', LNAME = '' } = member.merges;
    const text = `${member.email} ${textOf(FNAME)} ${textOf(LNAME)}`.toLowerCase();
    if (words.every((word) => text.includes(word))) yield { audience, member };
  }
}

const textOf = (value: MemberRecord['merges'][string]): string =>
  typeof value === 'object' ? '' : String(value);

function view(call: ApiCall, found: readonly Found[]): Record<string, unknown> {
  const options = { origin: call.origin, links: true };
  return {
    members: found.slice(0, mostShown).map(({ audience, member }) => memberView(audience, member, options)),
    total_items: found.length,
  };
}
