import type { ApiCall, ApiReply, Route } from '../http/api-call.js';
import { links } from '../http/links.js';
import { formatTime } from '../model/timestamps.js';

/** The account and its pulse (API §5.1). */
export const rootRoutes: readonly Route[] = [
  { method: 'GET', path: '/', handle: getRoot },
  { method: 'GET', path: '/ping', handle: ping },
];

function ping(): ApiReply {
  return { body: { health_status: "Everything's Chimpy!" }, schema: 'Ping/Instance' };
}

function getRoot({ world, origin }: ApiCall): ApiReply {
  const audiences = [...world.audiences.values()];
  return {
    body: {
      account_id: '8d3a3db4d97663a9074efcc16',
      login_id: '100000002',
      account_name: 'Sandbox',
      email: 'owner@sandbox-mail.com',
      first_name: 'Sandbox',
      last_name: 'Owner',
      username: 'sandbox',
      avatar_url: '',
      role: 'owner',
      member_since: '2015-09-15T14:31:40+00:00',
      pricing_plan_type: 'monthly',
      first_payment: '2015-09-15T14:31:40+00:00',
      account_timezone: 'UTC',
      account_industry: '',
      contact: { company: 'Sandbox', addr1: '', addr2: '', city: '', state: '', zip: '', country: '' },
      pro_enabled: false,
      last_login: formatTime(world.now()),
      total_subscribers: audiences.reduce((sum, { members }) => sum + members.count('subscribed'), 0),
      industry_stats: { open_rate: 0, bounce_rate: 0, click_rate: 0 },
      _links: links({ origin, path: '/', schema: 'Root' }),
    },
    schema: 'Root',
  };
}
