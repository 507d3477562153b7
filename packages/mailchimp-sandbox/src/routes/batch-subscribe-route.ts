import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { BodyReader } from '../http/body-reader.js';
import { links } from '../http/links.js';
import { problems } from '../http/problems.js';
import { batchSubscribe } from '../members/batch-subscribe.js';
import { apiContext, audienceOf } from '../members/member-replies.js';
import { olderMemberView } from '../members/member-view.js';
import type { MemberRecord } from '../model/member-record.js';

const mostMembers = 500;
const path = '/lists/:list_id';

/** Subscribes or unsubscribes up to 500 members in one call (API §5.3). */
export const batchSubscribeRoutes: readonly Route[] = [{ method: 'POST', path, handle: postMembers }];

function postMembers(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const members = readMembers(call);
  const outcome = batchSubscribe(apiContext(call, audience), {
    members: members.items,
    updateExisting: members.updateExisting,
    syncTags: members.syncTags,
    skipDuplicateCheck: call.query.get('skip_duplicate_check') === 'true',
  });
  const options = { origin: call.origin, links: call.projection.wants('new_members._links') };
  const view = (record: MemberRecord) => olderMemberView(audience, record, options);
  return {
    body: {
      new_members: outcome.created.map(view),
      updated_members: outcome.updated.map(view),
      errors: outcome.errors,
      total_created: outcome.created.length,
      total_updated: outcome.updated.length,
      error_count: outcome.errors.length,
      _links: links({
        origin: call.origin,
        path: `/lists/${audience.id}`,
        parent: '/lists',
        schema: 'Lists/BatchPOST',
      }),
    },
    members: members.items.length,
    schema: 'Lists/BatchPOST-Response',
  };
}

interface Members {
  items: unknown[];
  updateExisting: boolean;
  syncTags: boolean;
}

function readMembers(call: ApiCall): Members {
  const reader = new BodyReader(call.body);
  reader.require(['members']);
  const items = reader.array('members') ?? [];
  const updateExisting = reader.flag('update_existing') ?? false;
  const syncTags = reader.flag('sync_tags') ?? false;
  const syncing = reader.flag('is_syncing');
  if (syncTags && !updateExisting) reader.fail('sync_tags', 'This value needs update_existing to be true.');
  reader.finish();
  if (syncing) call.world.requests.syncing(`POST ${path}`);
  if (items.length > mostMembers) {
    throw problems.invalid(
      `Maximum allowed member items exceeded, please provide at most ${mostMembers} items in members field`,
    );
  }
  return { items, updateExisting, syncTags };
}
