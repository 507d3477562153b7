import type { Seeding } from '../control/seed-members.js';
import type { Batch, BatchWebhook } from '../model/batch.js';
import type { Audience } from '../model/audience.js';
import type { InterestCategory } from '../model/interest-category.js';
import type { MemberRecord } from '../model/member-record.js';
import type { Segment } from '../model/segment.js';
import type { Webhook } from '../model/webhook.js';
import { without } from '../model/without.js';

/** A member with its tags as pairs, for JSON knows no maps. */
export type SavedMember = Omit<MemberRecord, 'tags'> & { tags?: [number, number][] | undefined };

type Collections = 'members' | 'segments' | 'categories' | 'webhooks' | 'forgotten' | 'stats';

export type SavedAudience = Omit<Audience, Collections> & {
  segments: Omit<Segment, 'members'>[];
  categories: InterestCategory[];
  webhooks: Webhook[];
};

/** One line of the journal: the latest state of one thing, found again by its key. */
export type JournalLine =
  | { kind: 'account'; issued: number; batchWebhooks: BatchWebhook[] }
  | { kind: 'audience'; audience: SavedAudience }
  | { kind: 'no-audience'; id: string }
  | ({ kind: 'seed'; audience: string } & Seeding)
  | { kind: 'member'; audience: string; seq: number; member: SavedMember | null }
  | { kind: 'forgotten'; audience: string; hash: string }
  | { kind: 'remembered'; audience: string; hash: string }
  | { kind: 'batch'; batch: Batch }
  | { kind: 'no-batch'; id: string };

/** Lines with the same key supersede each other. */
export function keyOf(line: JournalLine): string {
  switch (line.kind) {
    case 'account':
      return 'account';
    case 'audience':
      return `audience/${line.audience.id}`;
    case 'no-audience':
      return `audience/${line.id}`;
    case 'seed':
      return `seed/${line.audience}/${line.from}`;
    case 'member':
      return `member/${line.audience}/${line.seq}`;
    case 'forgotten':
    case 'remembered':
      return `forgotten/${line.audience}/${line.hash}`;
    case 'batch':
      return `batch/${line.batch.id}`;
    case 'no-batch':
      return `batch/${line.id}`;
  }
}

export function savedMember({ tags, ...member }: MemberRecord): SavedMember {
  return tags ? { ...member, tags: [...tags] } : member;
}

export function memberFrom({ tags, ...member }: SavedMember): MemberRecord {
  return tags ? { ...member, tags: new Map(tags) } : member;
}

export function savedAudience(audience: Audience): SavedAudience {
  const { id, webId, createdAt, settings, mergeFields, nextMergeId, permissions, growth, campaigns } =
    audience;
  return {
    id,
    webId,
    createdAt,
    settings,
    mergeFields,
    nextMergeId,
    permissions,
    growth,
    campaigns,
    lastSubscribeAt: audience.lastSubscribeAt,
    lastUnsubscribeAt: audience.lastUnsubscribeAt,
    segments: [...audience.segments.values()].map((segment) => without(segment, 'members')),
    categories: [...audience.categories.values()],
    webhooks: [...audience.webhooks.values()],
  };
}
