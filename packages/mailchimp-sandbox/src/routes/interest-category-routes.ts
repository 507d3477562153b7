import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import type { InterestCategory } from '../model/interest-category.js';

const collection = '/lists/:list_id/interest-categories';
const instance = `${collection}/:interest_category_id`;
const types = ['checkboxes', 'dropdown', 'radio', 'hidden'] as const;

/** The questions that group members by interest (API §5.7). */
export const interestCategoryRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getCategories },
  { method: 'POST', path: collection, handle: postCategory },
  { method: 'GET', path: instance, handle: (call) => reply(call, audienceOf(call), categoryOf(call)) },
  { method: 'PATCH', path: instance, handle: patchCategory },
  { method: 'DELETE', path: instance, handle: deleteCategory },
];

export function categoryOf(call: ApiCall): InterestCategory {
  const category = audienceOf(call).categories.get(call.params.interest_category_id ?? '');
  if (!category) throw problems.notFound();
  return category;
}

function view(call: ApiCall, audience: Audience, category: InterestCategory): Record<string, unknown> {
  const parent = `/lists/${audience.id}/interest-categories`;
  return {
    id: category.id,
    list_id: audience.id,
    title: category.title,
    display_order: category.display_order,
    type: category.type,
    _links: links({
      origin: call.origin,
      path: `${parent}/${category.id}`,
      parent,
      schema: 'Lists/InterestCategories',
      can: ['update', 'delete'],
    }),
  };
}

function reply(call: ApiCall, audience: Audience, category: InterestCategory): ApiReply {
  return { body: view(call, audience, category), schema: 'Lists/InterestCategories/Instance' };
}

function getCategories(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const type = call.query.get('type');
  const categories = [...audience.categories.values()].filter((category) => !type || category.type === type);
  const parent = `/lists/${audience.id}`;
  const path = `${parent}/interest-categories`;
  return {
    body: {
      list_id: audience.id,
      categories: page(categories, paging(call.query)).map((category) => view(call, audience, category)),
      total_items: categories.length,
      _links: links({
        origin: call.origin,
        path,
        parent,
        schema: 'Lists/InterestCategories/Collection',
        can: ['create'],
      }),
    },
    schema: 'Lists/InterestCategories/Collection',
  };
}

function postCategory(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const { title = '', display_order = 0, type = 'checkboxes' } = readCategory(call, true);
  const id = call.world.nextHex(10);
  const category: InterestCategory = { id, title, display_order, type, interests: [] };
  audience.categories.set(id, category);
  return reply(call, audience, category);
}

function patchCategory(call: ApiCall): ApiReply {
  const category = categoryOf(call);
  Object.assign(category, readCategory(call, false));
  return reply(call, audienceOf(call), category);
}

function readCategory(call: ApiCall, isNew: boolean): Partial<InterestCategory> {
  const reader = new BodyReader(call.body);
  if (isNew) reader.require(['title', 'type']);
  const given = {
    title: reader.text('title'),
    display_order: reader.integer('display_order'),
    type: reader.choice('type', types),
  };
  if (given.title?.trim() === '') reader.fail('title', 'This value should not be blank.');
  reader.finish();
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function deleteCategory(call: ApiCall): ApiReply {
  audienceOf(call).categories.delete(categoryOf(call).id);
  return noContent;
}
