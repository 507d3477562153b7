import { addAudience } from '../audiences/add-audience.js';
import { readAudience } from '../audiences/audience-input.js';
import { audienceView } from '../audiences/audience-view.js';
import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { QueryReader } from '../http/query-reader.js';
import { audienceOf } from '../members/member-replies.js';
import { lastSentAt } from '../model/audience.js';
import type { Audience } from '../model/audience.js';

/** Audiences, "lists" in the paths (API §5.2). */
export const audienceRoutes: readonly Route[] = [
  { method: 'GET', path: '/lists', handle: getAudiences },
  { method: 'POST', path: '/lists', handle: postAudience },
  { method: 'GET', path: '/lists/:list_id', handle: (call) => reply(call, audienceOf(call)) },
  { method: 'PATCH', path: '/lists/:list_id', handle: patchAudience },
  { method: 'DELETE', path: '/lists/:list_id', handle: deleteAudience },
];

function getAudiences(call: ApiCall): ApiReply {
  const { world, origin, query } = call;
  const all = [...world.audiences.values()];
  const matching = filtered(all, new QueryReader(query));
  const totalContacts = query.get('include_total_contacts') === 'true';
  const max = world.knobs.max_audiences;
  return {
    body: {
      lists: page(matching, paging(query)).map((audience) =>
        audienceView(world, audience, { origin, totalContacts }),
      ),
      total_items: matching.length,
      constraints: { may_create: all.length < max, max_instances: max, current_total_instances: all.length },
      _links: links({ origin, path: '/lists', parent: '/', schema: 'Lists/Collection', can: ['create'] }),
    },
    schema: 'Lists/Collection',
  };
}

/** Oldest first unless asked otherwise. */
function filtered(all: readonly Audience[], reader: QueryReader): Audience[] {
  const created = reader.within('date_created');
  const sent = reader.within('campaign_last_sent');
  const email = reader.text('email');
  reader.choice('sort_field', ['date_created']);
  const direction = reader.choice('sort_dir', ['ASC', 'DESC']);
  reader.finish();
  // No shop is ever connected here.
  if (reader.flag('has_ecommerce_store')) return [];
  const matching = all
    .filter((audience) => created(audience.createdAt) && sent(lastSentAt(audience)))
    .filter(({ members }) => email === undefined || members.byEmail(email) !== undefined)
    .sort((one, other) => one.createdAt - other.createdAt);
  return direction === 'DESC' ? matching.reverse() : matching;
}

function reply({ world, origin, query }: ApiCall, audience: Audience): ApiReply {
  const totalContacts = query.get('include_total_contacts') === 'true';
  return { body: audienceView(world, audience, { origin, totalContacts }), schema: 'Lists/Instance' };
}

function postAudience(call: ApiCall): ApiReply {
  const settings = readAudience(call.body, undefined);
  if (call.world.audiences.size >= call.world.knobs.max_audiences) {
    throw problems.forbidden('You have reached the maximum number of audiences of your plan.');
  }
  return reply(call, addAudience(call.world, { settings: { ...settings, name: settings.name ?? '' } }));
}

function patchAudience(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  audience.settings = { ...audience.settings, ...readAudience(call.body, audience.settings) };
  return reply(call, audience);
}

function deleteAudience(call: ApiCall): ApiReply {
  call.world.audiences.delete(audienceOf(call).id);
  return noContent;
}
