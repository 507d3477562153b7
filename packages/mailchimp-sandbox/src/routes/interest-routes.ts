import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import type { Interest, InterestCategory } from '../model/interest-category.js';
import { categoryOf } from './interest-category-routes.js';

const collection = '/lists/:list_id/interest-categories/:interest_category_id/interests';
const instance = `${collection}/:interest_id`;

/** The answers to a question of interest (API §5.7). */
export const interestRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getInterests },
  { method: 'POST', path: collection, handle: postInterest },
  { method: 'GET', path: instance, handle: (call) => reply(call, interestOf(call)) },
  { method: 'PATCH', path: instance, handle: patchInterest },
  { method: 'DELETE', path: instance, handle: deleteInterest },
];

function interestOf(call: ApiCall): Interest {
  const interest = categoryOf(call).interests.find(({ id }) => id === call.params.interest_id);
  if (!interest) throw problems.notFound();
  return interest;
}

const pathOf = (audience: Audience, category: InterestCategory): string =>
  `/lists/${audience.id}/interest-categories/${category.id}/interests`;

function view(call: ApiCall, interest: Interest, subscribers: number): Record<string, unknown> {
  const audience = audienceOf(call);
  const category = categoryOf(call);
  const parent = pathOf(audience, category);
  return {
    id: interest.id,
    category_id: category.id,
    list_id: audience.id,
    name: interest.name,
    subscriber_count: String(subscribers),
    display_order: interest.display_order,
    _links: links({
      origin: call.origin,
      path: `${parent}/${interest.id}`,
      parent,
      schema: 'Lists/InterestCategories/Interests',
      can: ['update', 'delete'],
    }),
  };
}

function reply(call: ApiCall, interest: Interest): ApiReply {
  const counts = subscribersOf(audienceOf(call), [interest]);
  return {
    body: view(call, interest, counts.get(interest.id) ?? 0),
    schema: 'Lists/InterestCategories/Interests/Instance',
  };
}

/** How many subscribed members have each interest, in one pass. */
function subscribersOf(audience: Audience, interests: readonly Interest[]): Map<string, number> {
  const counts = new Map(interests.map(({ id }) => [id, 0]));
  for (const member of audience.members) {
    if (!member.interests || member.status !== 'subscribed') continue;
    for (const [id, count] of counts) if (member.interests[id]) counts.set(id, count + 1);
  }
  return counts;
}

function getInterests(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const category = categoryOf(call);
  const shown = page(category.interests, paging(call.query));
  const counts = subscribersOf(audience, shown);
  const path = pathOf(audience, category);
  const parent = `/lists/${audience.id}/interest-categories/${category.id}`;
  return {
    body: {
      interests: shown.map((interest) => view(call, interest, counts.get(interest.id) ?? 0)),
      list_id: audience.id,
      category_id: category.id,
      total_items: category.interests.length,
      _links: links({
        origin: call.origin,
        path,
        parent,
        schema: 'Lists/InterestCategories/Interests/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/InterestCategories/Interests/Collection',
  };
}

function postInterest(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const category = categoryOf(call);
  const { name = '', display_order = 0 } = readInterest(call, true);
  const used = [...audience.categories.values()].reduce((sum, { interests }) => sum + interests.length, 0);
  const limit = call.world.knobs.max_interests;
  if (used >= limit) throw problems.badRequest(`An audience takes at most ${limit} interests.`);
  if (category.interests.some((interest) => interest.name === name)) {
    throw problems.badRequest(`Cannot add "${name}" because it already exists on the list.`);
  }
  const interest: Interest = { id: call.world.nextHex(10), name, display_order };
  category.interests.push(interest);
  return reply(call, interest);
}

function patchInterest(call: ApiCall): ApiReply {
  const interest = interestOf(call);
  Object.assign(interest, readInterest(call, false));
  return reply(call, interest);
}

function readInterest(call: ApiCall, isNew: boolean): Partial<Interest> {
  const reader = new BodyReader(call.body);
  if (isNew) reader.require(['name']);
  const given = { name: reader.text('name'), display_order: reader.integer('display_order') };
  if (given.name?.trim() === '') reader.fail('name', 'This value should not be blank.');
  reader.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function deleteInterest(call: ApiCall): ApiReply {
  const category = categoryOf(call);
  const gone = interestOf(call);
  category.interests = category.interests.filter((interest) => interest !== gone);
  return noContent;
}
