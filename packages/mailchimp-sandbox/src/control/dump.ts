import type { Audience } from '../model/audience.js';
import type { MemberRecord } from '../model/member-record.js';
import { without } from '../model/without.js';
import type { World } from '../model/world.js';

/** Everything the sandbox knows, as JSON in pieces: a million members don't fit into one string. */
export function* dump(world: World): Generator<string> {
  yield `{"knobs":${JSON.stringify(world.knobs)},"audiences":[`;
  let first = true;
  for (const audience of world.audiences.values()) {
    if (!first) yield ',';
    first = false;
    yield* dumpAudience(audience);
  }
  const batches = [...world.batches.values()].map((batch) => without(batch, 'archive', 'operations'));
  yield `],"batches":${JSON.stringify(batches)}`;
  yield `,"batch_webhooks":${JSON.stringify([...world.batchWebhooks.values()])}}`;
}

function* dumpAudience(audience: Audience): Generator<string> {
  const { members, segments, categories, webhooks, forgotten, ...plain } = audience;
  const head = {
    ...plain,
    segments: [...segments.values()].map((segment) => ({ ...segment, members: segment.members.size })),
    categories: [...categories.values()],
    webhooks: [...webhooks.values()],
    forgotten: [...forgotten],
  };
  yield `${JSON.stringify(head).slice(0, -1)},"members":[`;
  let pieces: string[] = [];
  let comma = '';
  for (const member of members) {
    pieces.push(comma + JSON.stringify(plainMember(audience, member)));
    comma = ',';
    if (pieces.length < 1000) continue;
    yield pieces.join('');
    pieces = [];
  }
  yield `${pieces.join('')}]}`;
}

function plainMember(audience: Audience, member: MemberRecord): Record<string, unknown> {
  const tags = [...(member.tags?.keys() ?? [])].map((id) => audience.segments.get(id)?.name ?? '');
  return { ...member, tags };
}
