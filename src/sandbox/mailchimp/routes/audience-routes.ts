import { addAudience } from '../audiences/add-audience.js';
import { readAudience } from '../audiences/audience-input.js';
import { audienceView } from '../audiences/audience-view.js';
import { noContent } from '../http/api-call.js';
import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import { parseTime } from '../model/timestamps.js';

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
  const matching = all
    .filter((audience) => matches(audience, query))
    .sort((one, other) => one.createdAt - other.createdAt);
  if (query.get('sort_dir')?.toUpperCase() === 'DESC') matching.reverse();
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

function matches(audience: Audience, query: URLSearchParams): boolean {
  const since = parseTime(query.get('since_date_created') ?? '');
  const before = parseTime(query.get('before_date_created') ?? '');
  const email = query.get('email');
  // Nothing was ever sent and no shop is connected here.
  if (query.get('since_campaign_last_sent') || query.get('has_ecommerce_store') === 'true') return false;
  if (since && audience.createdAt <= since) return false;
  if (before && audience.createdAt >= before) return false;
  return !email || audience.members.byEmail(email) !== undefined;
}

function reply({ world, origin, query }: ApiCall, audience: Audience): ApiReply {
  const totalContacts = query.get('include_total_contacts') === 'true';
  return { body: audienceView(world, audience, { origin, totalContacts }), schema: 'Lists/Instance' };
}

function postAudience(call: ApiCall): ApiReply {
  const settings = readAudience(call.body, true);
  if (call.world.audiences.size >= call.world.knobs.max_audiences) {
    throw problems.forbidden('You have reached the maximum number of audiences of your plan.');
  }
  return reply(call, addAudience(call.world, { settings: { ...settings, name: settings.name ?? '' } }));
}

function patchAudience(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  audience.settings = { ...audience.settings, ...readAudience(call.body, false) };
  return reply(call, audience);
}

function deleteAudience(call: ApiCall): ApiReply {
  call.world.audiences.delete(audienceOf(call).id);
  return noContent;
}
