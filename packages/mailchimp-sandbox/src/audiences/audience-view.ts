import { links } from '../http/links.js';
import { lastSentAt } from '../model/audience.js';
import type { Audience, CachedStats } from '../model/audience.js';
import type { MemberStatus } from '../model/member-status.js';
import { formatTime } from '../model/timestamps.js';
import type { World } from '../model/world.js';

/** An audience as the API answers it, every key in the recorded order (API §5.2). */
export function audienceView(
  world: World,
  audience: Audience,
  options: { origin: string; totalContacts: boolean },
): Record<string, unknown> {
  const { id, settings } = audience;
  return {
    id,
    web_id: audience.webId,
    name: settings.name,
    contact: settings.contact,
    permission_reminder: settings.permission_reminder,
    use_archive_bar: settings.use_archive_bar,
    campaign_defaults: settings.campaign_defaults,
    notify_on_subscribe: settings.notify_on_subscribe,
    notify_on_unsubscribe: settings.notify_on_unsubscribe,
    date_created: formatTime(audience.createdAt),
    list_rating: 0,
    email_type_option: settings.email_type_option,
    subscribe_url_short: `${options.origin}/_sandbox/#${id}`,
    subscribe_url_long: `${options.origin}/_sandbox/audiences/${id}`,
    beamer_address: `us1-${id}@inbound.mailchimp.com`,
    visibility: 'prv',
    double_optin: settings.double_optin,
    has_welcome: false,
    marketing_permissions: settings.marketing_permissions,
    modules: [],
    stats: statsView(world, audience, options.totalContacts),
    _links: links({
      origin: options.origin,
      path: `/lists/${id}`,
      parent: '/lists',
      schema: 'Lists',
      can: ['update', 'create', 'delete'],
    }),
  };
}

function statsView(world: World, audience: Audience, totalContacts: boolean): Record<string, unknown> {
  const stats = cachedStats(world, audience);
  return {
    member_count: stats.memberCount,
    unsubscribe_count: stats.unsubscribeCount,
    cleaned_count: stats.cleanedCount,
    member_count_since_send: stats.sinceSend.memberCount,
    unsubscribe_count_since_send: stats.sinceSend.unsubscribeCount,
    cleaned_count_since_send: stats.sinceSend.cleanedCount,
    campaign_count: audience.campaigns.length,
    campaign_last_sent: formatTime(lastSentAt(audience)),
    merge_field_count: audience.mergeFields.length,
    avg_sub_rate: 0,
    avg_unsub_rate: 0,
    target_sub_rate: 0,
    open_rate: 0,
    click_rate: 0,
    last_sub_date: formatTime(audience.lastSubscribeAt),
    last_unsub_date: formatTime(audience.lastUnsubscribeAt),
    ...(totalContacts ? { total_contacts: stats.totalContacts } : {}),
  };
}

/** The counters lag on purpose: the real ones are cached for minutes. */
function cachedStats(world: World, audience: Audience): CachedStats {
  const now = world.now();
  const cached = audience.stats;
  if (cached && now - cached.computedAt < world.knobs.stats_cache_seconds) return cached;
  const { members } = audience;
  const counts = {
    memberCount: members.count('subscribed'),
    unsubscribeCount: members.count('unsubscribed'),
    cleanedCount: members.count('cleaned'),
  };
  const sinceSend = audience.campaigns.length === 0 ? counts : countsSinceSend(audience);
  audience.stats = { computedAt: now, ...counts, totalContacts: members.size, sinceSend };
  return audience.stats;
}

function countsSinceSend(audience: Audience): CachedStats['sinceSend'] {
  const sentAt = lastSentAt(audience);
  const since = [...audience.members].filter(({ statusAt }) => statusAt > sentAt);
  const count = (wanted: MemberStatus): number => since.filter(({ status }) => status === wanted).length;
  return {
    memberCount: count('subscribed'),
    unsubscribeCount: count('unsubscribed'),
    cleanedCount: count('cleaned'),
  };
}
