import type { MemberObserver } from './member-store.js';
import { MemberStore } from './member-store.js';
import type { AudienceSettings } from './audience-settings.js';
import type { Campaign } from './campaign.js';
import { Forgotten } from './forgotten.js';
import type { Growth } from './growth.js';
import type { InterestCategory } from './interest-category.js';
import type { MergeField } from './merge-field.js';
import type { Segment } from './segment.js';
import type { Webhook } from './webhook.js';

interface MarketingPermission {
  marketing_permission_id: string;
  text: string;
}

/** Counters as last computed, because the real ones lag (API §5.2). */
export interface CachedStats {
  computedAt: number;
  memberCount: number;
  unsubscribeCount: number;
  cleanedCount: number;
  totalContacts: number;
  /** Those who came to have the status since the last campaign. */
  sinceSend: { memberCount: number; unsubscribeCount: number; cleanedCount: number };
}

/** One audience ("list" in the paths of the API) with all that belongs to it. Times are Unix seconds. */
export interface Audience {
  readonly id: string;
  readonly webId: number;
  readonly createdAt: number;
  settings: AudienceSettings;
  readonly members: MemberStore;
  mergeFields: MergeField[];
  nextMergeId: number;
  segments: Map<number, Segment>;
  categories: Map<string, InterestCategory>;
  permissions: MarketingPermission[];
  webhooks: Map<string, Webhook>;
  /** Oldest first. */
  campaigns: Campaign[];
  readonly forgotten: Forgotten;
  growth: Growth;
  lastSubscribeAt: number;
  lastUnsubscribeAt: number;
  stats?: CachedStats | undefined;
}

/** What tells an audience from another at birth; the rest starts empty. */
export type AudienceSeed = Pick<
  Audience,
  'id' | 'webId' | 'createdAt' | 'settings' | 'mergeFields' | 'permissions'
>;

/** Told of every change of a member and of what is forgotten. */
export interface AudienceObserver {
  member: MemberObserver;
  forgotten: (hash: string) => void;
}

export function createAudience(seed: AudienceSeed, observe: AudienceObserver): Audience {
  return {
    ...seed,
    members: new MemberStore(seed.id, observe.member),
    nextMergeId: seed.mergeFields.reduce((highest, field) => Math.max(highest, field.merge_id), 0) + 1,
    segments: new Map(),
    categories: new Map(),
    webhooks: new Map(),
    campaigns: [],
    forgotten: new Forgotten(observe.forgotten),
    growth: {},
    lastSubscribeAt: 0,
    lastUnsubscribeAt: 0,
  };
}

/** When the last campaign went out, 0 when none did. */
export function lastSentAt({ campaigns }: Audience): number {
  return campaigns.at(-1)?.sentAt ?? 0;
}
