import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClient } from './sandbox-client.js';
import type { Json, MemberBody } from './sandbox-client.js';

/** Keys in their order with the type of each, nested: `id:string stats:{avg_open_rate:number …}`. */
function shape(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${shape(value[0])}]`;
  if (value === null || typeof value !== 'object') return typeof value;
  const entries = Object.entries(value).filter(([key]) => key !== '_links');
  return `{${entries.map(([key, item]) => `${key}:${shape(item)}`).join(' ')}}`;
}

const address = 'addr1:string addr2:string city:string state:string zip:string country:string';

const member =
  '{id:string email_address:string unique_email_id:string contact_id:string full_name:string web_id:number ' +
  'email_type:string status:string unsubscribe_reason:string consents_to_one_to_one_messaging:boolean ' +
  `merge_fields:{FNAME:string LNAME:string ADDRESS:{${address}} PHONE:string LTV:number} ` +
  'interests:{<interest>:boolean} stats:{avg_open_rate:number avg_click_rate:number} ' +
  'ip_signup:string timestamp_signup:string ip_opt:string timestamp_opt:string member_rating:number ' +
  'last_changed:string language:string vip:boolean email_client:string ' +
  'location:{latitude:number longitude:number gmtoff:number dstoff:number country_code:string timezone:string} ' +
  'marketing_permissions:[{marketing_permission_id:string text:string enabled:boolean}] ' +
  'source:string tags_count:number tags:[{id:number name:string}] list_id:string}';

const list =
  '{id:string web_id:number name:string ' +
  'contact:{company:string address1:string address2:string city:string state:string zip:string country:string phone:string} ' +
  'permission_reminder:string use_archive_bar:boolean ' +
  'campaign_defaults:{from_name:string from_email:string subject:string language:string} ' +
  'notify_on_subscribe:string notify_on_unsubscribe:string date_created:string list_rating:number ' +
  'email_type_option:boolean subscribe_url_short:string subscribe_url_long:string beamer_address:string ' +
  'visibility:string double_optin:boolean has_welcome:boolean marketing_permissions:boolean modules:[] ' +
  'stats:{member_count:number unsubscribe_count:number cleaned_count:number member_count_since_send:number ' +
  'unsubscribe_count_since_send:number cleaned_count_since_send:number campaign_count:number ' +
  'campaign_last_sent:string merge_field_count:number avg_sub_rate:number avg_unsub_rate:number ' +
  'target_sub_rate:number open_rate:number click_rate:number last_sub_date:string last_unsub_date:string}}';

const mergeField =
  '{merge_id:number tag:string name:string type:string required:boolean default_value:string public:boolean ' +
  'display_order:number options:{default_country:number} help_text:string list_id:string}';

const segment =
  '{id:number name:string member_count:number type:string created_at:string updated_at:string ' +
  'options:{match:string conditions:[{condition_type:string field:string op:string value:number}]} list_id:string}';

const category = '{id:string list_id:string title:string display_order:number type:string}';
const interest =
  '{id:string category_id:string list_id:string name:string subscriber_count:string display_order:number}';

const webhook =
  '{id:string url:string events:{subscribe:boolean unsubscribe:boolean profile:boolean cleaned:boolean ' +
  'upemail:boolean campaign:boolean} sources:{user:boolean admin:boolean api:boolean} list_id:string ' +
  'signing_enabled:boolean}';

const batch =
  '{id:string status:string total_operations:number finished_operations:number errored_operations:number ' +
  'submitted_at:string completed_at:string response_body_url:string}';

const month =
  '{list_id:string month:string existing:number imports:number optins:number subscribed:number ' +
  'unsubscribed:number reconfirm:number cleaned:number pending:number deleted:number transactional:number}';

const day =
  '{day:string emails_sent:number unique_opens:number recipient_clicks:number hard_bounce:number ' +
  'soft_bounce:number subs:number unsubs:number other_adds:number other_removes:number}';

const account =
  '{account_id:string login_id:string account_name:string email:string first_name:string last_name:string ' +
  'username:string avatar_url:string role:string member_since:string pricing_plan_type:string ' +
  'first_payment:string account_timezone:string account_industry:string ' +
  'contact:{company:string addr1:string addr2:string city:string state:string zip:string country:string} ' +
  'pro_enabled:boolean last_login:string total_subscribers:number ' +
  'industry_stats:{open_rate:number bounce_rate:number click_rate:number}}';

const note =
  '{id:number created_at:string created_by:string updated_at:string note:string list_id:string email_id:string}';

const batchMember = member
  .replace('full_name:string ', '')
  .replace('web_id:number ', '')
  .replace('source:string ', '')
  .replace('consents_to_one_to_one_messaging:boolean ', '')
  .replace('marketing_permissions:[{marketing_permission_id:string text:string enabled:boolean}] ', '');

/** The members of a segment show no tags. */
const segmentMember = batchMember.replace('tags_count:number tags:[{id:number name:string}] ', '');

/** What the writes answer, beyond what is read. */
const written: readonly (readonly [string, string, Json, string])[] = [
  ['PATCH', '/lists/:a', { name: 'Weekly' }, list],
  ['PUT', '/lists/:a/members/:m', { status_if_new: 'subscribed' }, member],
  ['PATCH', '/lists/:a/members/:m', { vip: true }, member],
  ['PATCH', '/lists/:a/merge-fields/3', { name: 'Address' }, mergeField],
  ['PATCH', '/lists/:a/segments/:s', { name: 'VIP' }, segment],
  ['POST', '/lists/:a/segments/:s/members', { email_address: 'ana@acme-widgets.com' }, segmentMember],
  [
    'POST',
    '/lists/:a/segments/:s',
    { members_to_add: ['ana@acme-widgets.com', 'nobody@acme-widgets.com'] },
    `{members_added:[${batchMember}] members_removed:[] errors:[{email_addresses:[string] error:string}] ` +
      'total_added:number total_removed:number error_count:number}',
  ],
  ['PATCH', '/lists/:a/interest-categories/:c', { title: 'Drinks' }, category],
  ['PATCH', '/lists/:a/interest-categories/:c/interests/:i', { name: 'Green tea' }, interest],
  ['PATCH', '/lists/:a/webhooks/:w', { events: { profile: true } }, webhook],
  [
    'POST',
    '/lists/:a/webhooks',
    { url: 'http://127.0.0.1:1/second' },
    webhook.replace('signing_enabled:boolean', 'signing_enabled:boolean signing_secret:string'),
  ],
  ['POST', '/batches', { operations: [] }, batch],
  ['POST', '/batch-webhooks', { url: 'http://127.0.0.1:1/' }, '{id:string url:string enabled:boolean}'],
];

const shapes: readonly (readonly [string, string])[] = [
  ['/ping', '{health_status:string}'],
  ['/', account],
  [
    '/lists',
    `{lists:[${list}] total_items:number constraints:{may_create:boolean max_instances:number current_total_instances:number}}`,
  ],
  ['/lists/:a', list],
  ['/lists/:a/members?status=unsubscribed', `{members:[${member}] list_id:string total_items:number}`],
  ['/lists/:a/members/:m', member],
  ['/lists/:a/members/:m/tags', '{tags:[{id:number name:string date_added:string}] total_items:number}'],
  ['/lists/:a/tag-search', '{tags:[{id:number name:string}] total_items:number}'],
  ['/lists/:a/merge-fields', `{merge_fields:[${mergeField}] list_id:string total_items:number}`],
  ['/lists/:a/merge-fields/3', mergeField],
  ['/lists/:a/segments', `{segments:[${segment}] list_id:string total_items:number}`],
  ['/lists/:a/segments/:s', segment],
  [
    '/lists/:a/segments/:s/members?include_unsubscribed=true',
    `{members:[${segmentMember}] total_items:number}`,
  ],
  ['/lists/:a/members/:m/notes', '{notes:[] email_id:string list_id:string total_items:number}'],
  ['/lists/:a/interest-categories/:c', category],
  ['/lists/:a/interest-categories/:c/interests/:i', interest],
  ['/lists/:a/webhooks/:w', webhook],
  ['/lists/:a/interest-categories', `{list_id:string categories:[${category}] total_items:number}`],
  [
    '/lists/:a/interest-categories/:c/interests',
    `{interests:[${interest}] list_id:string category_id:string total_items:number}`,
  ],
  ['/lists/:a/webhooks', `{webhooks:[${webhook}] list_id:string total_items:number}`],
  ['/lists/:a/growth-history', `{history:[${month}] list_id:string total_items:number}`],
  ['/lists/:a/activity', `{activity:[${day}] list_id:string total_items:number}`],
  ['/batches', `{batches:[${batch}] total_items:number}`],
  ['/batch-webhooks', '{webhooks:[{id:string url:string enabled:boolean}] total_items:number}'],
  [
    '/search-members?query=ana',
    `{exact_matches:{members:[] total_items:number} full_search:{members:[${member}] total_items:number}}`,
  ],
];

describe('Responses', () => {
  let client: SandboxClient;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    client = await SandboxClient.start();
    await client.knobs({ validate_webhook_urls: false });
    const audience = await client.audience({ marketing_permissions: true });
    const base = `/lists/${audience}`;
    await client.api('POST', `${base}/merge-fields`, { name: 'Value', tag: 'LTV', type: 'number' });
    const { body: made } = await client.api('POST', `${base}/interest-categories`, {
      title: 'Topics',
      type: 'radio',
    });
    const { body: tea } = await client.api(
      'POST',
      `${base}/interest-categories/${String(made.id)}/interests`,
      { name: 'Tea' },
    );
    const { body: ana } = await client.api<MemberBody>('POST', `${base}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'unsubscribed',
      merge_fields: {
        FNAME: 'Ana',
        LTV: '15.5',
        ADDRESS: { addr1: '1 Quay', city: 'Porto', state: 'PT', zip: '4000', country: 'pt' },
      },
      tags: ['vip'],
    });
    const { body: hook } = await client.api('POST', `${base}/webhooks`, {
      url: 'http://127.0.0.1:1/',
      events: { subscribe: true },
    });
    await client.api('POST', '/batch-webhooks', { url: 'http://127.0.0.1:1/' });
    await client.api('POST', '/batches', { operations: [] });
    Object.assign(ids, { ':a': audience, ':m': ana.id, ':c': made.id, ':i': tea.id, ':w': hook.id });
    ids[':s'] = String(ana.tags[0]?.id);
  });
  afterAll(() => client.close());

  const fill = (text: string): string => text.replace(/:[amciws]\b/g, (name) => ids[name] ?? name);
  const expected = (text: string): string => text.replaceAll('<interest>', ids[':i'] ?? '');

  it.each(shapes)('GET %s has the keys, the types and the order of the schema', async (path, wanted) => {
    const { status, body } = await client.api('GET', fill(path));

    expect(status).toBe(200);
    expect(shape(body)).toBe(expected(wanted));
    if (path !== '/ping' && !path.endsWith('tag-search')) expect(body._links).toEqual(expect.any(Array));
  });

  it.each(written)('%s %s with %j answers in the shape of the schema', async (method, path, body, wanted) => {
    const { status, body: answer } = await client.api(method, fill(path), body);

    expect(status).toBe(200);
    expect(shape(answer)).toBe(expected(wanted));
    expect(answer._links).toEqual(expect.any(Array));
  });

  it('a problem has its keys in order, and its errors where a field is wrong', async () => {
    const { body: plain } = await client.api('GET', '/nowhere');
    const { body: detailed } = await client.api('PATCH', fill('/lists/:a/members/:m'), { vip: 'yes' });

    const problem = 'type:string title:string status:number detail:string instance:string';
    expect(shape(plain)).toBe(`{${problem}}`);
    expect(shape(detailed)).toBe(`{${problem} errors:[{field:string message:string}]}`);
  });

  it('links lead to where they say', async () => {
    const { body } = await client.api<{ _links: { rel: string; href: string; method: string }[] }>(
      'GET',
      fill('/lists/:a/members/:m'),
    );
    const rels = body._links.map(({ rel }) => rel);
    const reachable = body._links.filter(({ method }) => method === 'GET').map(({ href }) => href);

    expect(rels).toEqual(['self', 'parent', 'update', 'upsert', 'delete', 'delete_permanent']);
    for (const href of reachable) {
      expect((await client.api('GET', href.slice(client.sandbox.url.length))).status).toBe(200);
    }
  });

  it('a batch answer shows members in their older form', async () => {
    const { body } = await client.api('POST', fill('/lists/:a'), {
      members: [
        { email_address: 'ana@acme-widgets.com', status_if_new: 'subscribed' },
        { email_address: 'x', status: 'subscribed' },
      ],
      update_existing: true,
    });

    const error = '{email_address:string error:string error_code:string field:string field_message:string}';
    expect(shape(body)).toBe(
      expected(
        `{new_members:[] updated_members:[${batchMember}] errors:[${error}] total_created:number total_updated:number error_count:number}`,
      ),
    );
  });

  it('carries the headers of the real service', async () => {
    const ok = await client.api('GET', fill('/lists/:a/members/:m'));
    const empty = await client.api('POST', fill('/lists/:a/members/:m/tags'), { tags: [] });

    expect(ok.headers.get('server')).toBe('openresty');
    expect(ok.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(ok.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(ok.headers.get('link')).toContain('/schema/3.0/Lists/Members/Instance.json>; rel="describedBy"');
    expect(ok.headers.get('link')).toMatch(/members\/view\?id=\d+>; rel="dashboard"$/);
    expect(ok.headers.get('x-ratelimit-limit')).toBeNull();
    expect(empty).toMatchObject({ status: 204, text: '' });
    expect(empty.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('writes marketing permissions by their ids', async () => {
    const before = await client.api<{ marketing_permissions: Json[] }>('GET', fill('/lists/:a/members/:m'));
    const id = before.body.marketing_permissions[1]?.marketing_permission_id;

    const { body } = await client.api<{ marketing_permissions: Json[] }>(
      'PATCH',
      fill('/lists/:a/members/:m'),
      {
        marketing_permissions: [{ marketing_permission_id: id, enabled: true }],
      },
    );

    expect(body.marketing_permissions.map(({ enabled }) => enabled)).toEqual([false, true, false]);
  });

  it('leaves out what is excluded and keeps what is asked for, by dots', async () => {
    const only = await client.api(
      'GET',
      fill('/lists/:a/members?fields=members.id,members.stats.avg_open_rate&status=unsubscribed'),
    );
    const without = await client.api(
      'GET',
      fill('/lists/:a/members?exclude_fields=members._links,_links,email_address&status=unsubscribed'),
    );

    expect(shape(only.body)).toBe('{members:[{id:string stats:{avg_open_rate:number}}]}');
    expect(Object.keys(without.body)).toEqual(['members', 'list_id', 'total_items']);
    expect((without.body.members as Json[])[0]).toHaveProperty('email_address');
  });

  it('shows the last note about a member', async () => {
    const path = fill('/lists/:a/members/:m/notes');
    await client.api('POST', path, { note: 'Called on Monday' });
    const { body: second } = await client.api('POST', path, { note: 'Called on Tuesday' });

    const { body } = await client.api('GET', fill('/lists/:a/members/:m'));
    await client.api('DELETE', `${path}/${String(second.id)}`);

    expect(shape(second)).toBe(note);
    expect(shape(body.last_note)).toBe('{note_id:number created_at:string created_by:string note:string}');
    expect(body.last_note).toMatchObject({ note: 'Called on Tuesday' });
    expect((await client.api('GET', path)).body).toMatchObject({ notes: [{ note: 'Called on Monday' }] });
  });
});
