import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { page, paging } from '../http/paging.js';
import { problems } from '../http/problems.js';
import { audienceOf } from '../members/member-replies.js';
import type { Audience } from '../model/audience.js';
import type { Growth, GrowthKind } from '../model/growth.js';

const collection = '/lists/:list_id/growth-history';
const daySeconds = 24 * 3600;

/** How an audience grew by month, and what happened by day (API §5.2). */
export const growthRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: getHistory },
  { method: 'GET', path: `${collection}/:month`, handle: getMonth },
  { method: 'GET', path: '/lists/:list_id/activity', handle: getActivity },
];

function getHistory(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const all = months(audience, call.world.now());
  if (call.query.get('sort_dir')?.toUpperCase() === 'ASC') all.reverse();
  const parent = `/lists/${audience.id}`;
  const path = `${parent}/growth-history`;
  return {
    body: {
      history: page(all, paging(call.query)).map((month) => monthView(call, audience, month)),
      list_id: audience.id,
      total_items: all.length,
      _links: links({ origin: call.origin, path, parent, schema: 'Lists/Growth/Collection' }),
    },
    schema: 'Lists/Growth/Collection',
  };
}

function getMonth(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const month = call.params.month ?? '';
  if (!months(audience, call.world.now()).includes(month)) throw problems.notFound();
  return { body: monthView(call, audience, month), schema: 'Lists/Growth/Instance' };
}

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** The months in which anything happened and the current one, newest first. */
function months(audience: Audience, now: number): string[] {
  const days = [...Object.keys(audience.growth), dateOf(now)];
  return [...new Set(days.map((day) => day.slice(0, 7)))].sort().reverse();
}

function total(growth: Growth, month: string, kind: GrowthKind): number {
  return Object.entries(growth)
    .filter(([day]) => day.startsWith(month))
    .reduce((sum, [, counts]) => sum + (counts[kind] ?? 0), 0);
}

function monthView(call: ApiCall, audience: Audience, month: string): Record<string, unknown> {
  const count = (kind: GrowthKind): number => total(audience.growth, month, kind);
  const parent = `/lists/${audience.id}/growth-history`;
  return {
    list_id: audience.id,
    month,
    existing: 0,
    imports: 0,
    optins: count('subscribed'),
    subscribed: subscribedAtEnd(audience, month),
    unsubscribed: count('unsubscribed'),
    reconfirm: count('reconfirm'),
    cleaned: count('cleaned'),
    pending: count('pending'),
    deleted: count('deleted'),
    transactional: count('transactional'),
    _links: links({ origin: call.origin, path: `${parent}/${month}`, parent, schema: 'Lists/Growth' }),
  };
}

/** Those subscribed now who were there by the end of the month. */
function subscribedAtEnd(audience: Audience, month: string): number {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const end = Date.UTC(year, number, 1) / 1000;
  let count = 0;
  for (const member of audience.members)
    if (member.status === 'subscribed' && member.createdAt < end) count += 1;
  return count;
}

function getActivity(call: ApiCall): ApiReply {
  const audience = audienceOf(call);
  const oldest = dateOf(call.world.now() - 180 * daySeconds);
  const days = Object.keys(audience.growth)
    .filter((day) => day > oldest)
    .sort()
    .reverse();
  const parent = `/lists/${audience.id}`;
  return {
    body: {
      activity: page(days, paging(call.query)).map((day) => dayView(audience.growth, day)),
      list_id: audience.id,
      total_items: days.length,
      _links: links({
        origin: call.origin,
        path: `${parent}/activity`,
        parent,
        schema: 'Lists/Activity/Collection',
      }),
    },
    schema: 'Lists/Activity/Collection',
  };
}

function dayView(growth: Growth, day: string): Record<string, unknown> {
  const counts = growth[day] ?? {};
  return {
    day,
    emails_sent: 0,
    unique_opens: 0,
    recipient_clicks: 0,
    hard_bounce: counts.cleaned ?? 0,
    soft_bounce: 0,
    subs: counts.subscribed ?? 0,
    unsubs: counts.unsubscribed ?? 0,
    other_adds: counts.transactional ?? 0,
    other_removes: counts.deleted ?? 0,
    _links: [],
  };
}
