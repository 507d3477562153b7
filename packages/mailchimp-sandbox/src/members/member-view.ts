import type { Audience } from '../model/audience.js';
import { newEngagement } from '../model/engagement.js';
import { contactId, uniqueEmailId, webId } from '../model/identifiers.js';
import type { MemberRecord, MergeValue } from '../model/member-record.js';
import { oddView } from '../model/odd-row.js';
import { formatTime } from '../model/timestamps.js';
import { without } from '../model/without.js';
import { schemaUrl } from '../http/links.js';

const shownTags = 50;

export interface MemberViewOptions {
  origin: string;
  /** Links are most of a member's weight; they are left out when nobody asks for them. */
  links: boolean;
}

/** A member as the API answers it, every key in the recorded order (API §5.4). */
export function memberView(
  audience: Audience,
  member: MemberRecord,
  options: MemberViewOptions,
): Record<string, unknown> {
  const view = plainView(audience, member, options);
  return member.odd ? oddView(view, member.odd) : view;
}

function plainView(
  audience: Audience,
  member: MemberRecord,
  options: MemberViewOptions,
): Record<string, unknown> {
  const { openRate, clickRate, rating } = member.engagement ?? newEngagement;
  return {
    id: member.id,
    email_address: member.email,
    unique_email_id: uniqueEmailId(member.id),
    contact_id: contactId(audience.id, member.seq),
    full_name: fullName(member),
    web_id: webId(member.seq),
    email_type: member.emailType,
    status: member.status,
    ...(member.status === 'unsubscribed' ? { unsubscribe_reason: member.reason } : {}),
    consents_to_one_to_one_messaging: true,
    merge_fields: mergeFieldsView(audience, member),
    ...interestsView(audience, member),
    stats: { avg_open_rate: openRate, avg_click_rate: clickRate },
    ip_signup: member.ipSignup,
    timestamp_signup: formatTime(member.signupAt),
    ip_opt: member.ipOpt,
    timestamp_opt: formatTime(member.optAt),
    member_rating: rating,
    last_changed: formatTime(member.changedAt),
    language: member.language,
    vip: member.vip,
    email_client: '',
    location: locationView(member),
    ...permissionsView(audience, member),
    ...lastNote(member),
    source: member.source,
    ...tagsView(audience, member),
    list_id: audience.id,
    ...(options.links ? { _links: memberLinks(audience.id, member.id, options.origin) } : {}),
  };
}

/** The older form of a member, which the answers of batches still show. */
export function olderMemberView(...parameters: Parameters<typeof memberView>): Record<string, unknown> {
  return without(memberView(...parameters), ...newerKeys);
}

/** The form that the members of a segment have: older still, without tags. */
export function segmentMemberView(...parameters: Parameters<typeof memberView>): Record<string, unknown> {
  return without(olderMemberView(...parameters), 'tags_count', 'tags');
}

const newerKeys = [
  'full_name',
  'web_id',
  'consents_to_one_to_one_messaging',
  'marketing_permissions',
  'source',
] as const;

function fullName({ merges }: MemberRecord): string {
  const parts = [merges.FNAME, merges.LNAME].filter((part) => typeof part === 'string');
  return parts.filter((part) => part !== '').join(' ');
}

function mergeFieldsView(audience: Audience, member: MemberRecord): Record<string, MergeValue> {
  const view: Record<string, MergeValue> = {};
  for (const { tag } of audience.mergeFields) view[tag] = member.merges[tag] ?? '';
  return view;
}

/** All interests of the audience, when it has any. */
function interestsView(audience: Audience, member: MemberRecord): Record<string, unknown> {
  if (audience.categories.size === 0) return {};
  const interests: Record<string, boolean> = {};
  for (const category of audience.categories.values()) {
    for (const { id } of category.interests) interests[id] = member.interests?.[id] ?? false;
  }
  return Object.keys(interests).length > 0 ? { interests } : {};
}

function locationView({ location }: MemberRecord): Record<string, unknown> {
  return {
    latitude: location?.latitude ?? 0,
    longitude: location?.longitude ?? 0,
    gmtoff: 0,
    dstoff: 0,
    country_code: '',
    timezone: '',
  };
}

function permissionsView(audience: Audience, member: MemberRecord): Record<string, unknown> {
  if (!audience.settings.marketing_permissions) return {};
  return {
    marketing_permissions: audience.permissions.map(({ marketing_permission_id, text }) => ({
      marketing_permission_id,
      text,
      enabled: member.permissions?.[marketing_permission_id] ?? false,
    })),
  };
}

function lastNote({ notes }: MemberRecord): Record<string, unknown> {
  const note = notes?.at(-1);
  if (!note) return {};
  return { last_note: { ...note, created_at: formatTime(note.created_at) } };
}

function tagsView(audience: Audience, { tags }: MemberRecord): Record<string, unknown> {
  if (!tags) return { tags_count: 0, tags: [] };
  const shown = [...tags.keys()].slice(0, shownTags);
  return {
    tags_count: tags.size,
    tags: shown.map((id) => ({ id, name: audience.segments.get(id)?.name ?? '' })),
  };
}

function memberLinks(audienceId: string, hash: string, origin: string): unknown[] {
  const parent = `${origin}/3.0/lists/${audienceId}/members`;
  const href = `${parent}/${hash}`;
  const schema = schemaUrl('Lists/Members/Response');
  const targetSchema = schemaUrl('Lists/Members/CollectionResponse');
  return [
    { rel: 'self', href, method: 'GET', targetSchema: schema },
    { rel: 'parent', href: parent, method: 'GET', targetSchema },
    { rel: 'update', href, method: 'PATCH', targetSchema: schema },
    { rel: 'upsert', href, method: 'PUT', targetSchema: schema },
    { rel: 'delete', href, method: 'DELETE' },
    { rel: 'delete_permanent', href: `${href}/actions/delete-permanent`, method: 'POST' },
  ];
}
