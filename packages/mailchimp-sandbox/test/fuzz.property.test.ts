import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allRoutes } from '../src/routes/all-routes.js';
import { SandboxClient } from './sandbox-client.js';
import type { Answer, Json, MemberBody } from './sandbox-client.js';

/** Every field that some request body knows. */
const fields = [
  ...[
    'email_address',
    'status',
    'status_if_new',
    'email_type',
    'merge_fields',
    'interests',
    'language',
    'vip',
  ],
  ...[
    'location',
    'ip_signup',
    'ip_opt',
    'timestamp_signup',
    'timestamp_opt',
    'tags',
    'marketing_permissions',
  ],
  ...['members', 'update_existing', 'sync_tags', 'is_syncing', 'name', 'type', 'tag', 'required', 'options'],
  ...['default_value', 'public', 'display_order', 'help_text', 'static_segment', 'members_to_add'],
  ...['members_to_remove', 'title', 'url', 'events', 'sources', 'enabled', 'operations', 'note', 'contact'],
  ...['campaign_defaults', 'permission_reminder', 'email_type_option', 'notify_on_subscribe'],
];

const parameters = [
  ...[
    'count',
    'offset',
    'fields',
    'exclude_fields',
    'status',
    'sort_field',
    'sort_dir',
    'since_last_changed',
  ],
  ...['before_last_changed', 'since_timestamp_opt', 'before_timestamp_opt', 'unsubscribed_since', 'vip_only'],
  ...[
    'interest_category_id',
    'interest_ids',
    'interest_match',
    'unique_email_id',
    'query',
    'list_id',
    'type',
  ],
  ...['since_date_created', 'before_date_created', 'email', 'name', 'apikey', 'skip_merge_validation'],
  ...['since_created_at', 'before_updated_at', 'since_campaign_last_sent', 'since_last_campaign'],
];

const nasty = [
  ...[
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ud800',
    '🐒',
    '%',
    '../..',
    '-1',
    '1e9',
    'NaN',
  ],
  ...[
    '0000-00-00',
    '9999-12-31T23:59:59Z',
    '1960-01-01 00:00:00',
    'members.__proto__',
    'DESC',
    'last_changed',
  ],
  ...['ana@acme-widgets.com', 'subscribed', 'x'.repeat(3000), 'text', 'radio', 'all'],
];

const word = fc.oneof(fc.constantFrom(...nasty), fc.string());
const scalar = fc.oneof(word, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { absurd } = fc.letrec((tie) => ({
  absurd: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('absurd'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom(...fields, 'toString', 'valueOf', 'FNAME', 'field', 'op'), word),
      tie('absurd'),
      {
        maxKeys: 5,
      },
    ),
  ),
}));

const member = fc.oneof(
  absurd,
  fc
    .dictionary(fc.constantFrom(...fields), absurd, { maxKeys: 6 })
    .map((more) => ({ email_address: 'rui@acme-widgets.com', status: 'subscribed', ...more })),
  absurd.map((value) => ({ merge_fields: { FNAME: value, ADDRESS: value, PHONE: value } })),
);
const condition = fc.record({ field: absurd, op: word, value: absurd });
const question = fc.record({ match: fc.constant('any'), conditions: fc.array(fc.oneof(condition, absurd)) });
const operation = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'BREW'),
  path: fc.oneof(fc.constantFrom('/ping', '/lists', 'lists?count=-1', '/batches'), word),
  params: absurd,
  body: fc.oneof(
    absurd,
    absurd.map((value) => JSON.stringify(value)),
  ),
});
const choices = fc.record({ name: word, type: fc.constantFrom('text', 'radio', 'address'), options: absurd });

/** Bodies that are nearly right get further than noise does. */
const shaped: readonly (readonly [RegExp, fc.Arbitrary<unknown>])[] = [
  [/segments/, fc.record({ name: word, options: question })],
  [/segments/, fc.array(absurd).map((all) => ({ members_to_add: all, members_to_remove: all }))],
  [
    /tags$/,
    fc.array(fc.oneof(absurd, fc.record({ name: absurd, status: absurd }))).map((tags) => ({ tags })),
  ],
  [/merge-fields/, choices],
  [/batches/, fc.array(fc.oneof(absurd, operation), { maxLength: 3 }).map((operations) => ({ operations }))],
  [
    /lists\/:list_id$/,
    fc.array(member).map((members) => ({ members, update_existing: true, sync_tags: true })),
  ],
  [/members/, member],
];

const bodyOf = (path: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    absurd,
    fc.dictionary(fc.constantFrom(...fields), absurd),
    ...shaped.filter(([pattern]) => pattern.test(path)).map(([, arbitrary]) => arbitrary),
  );

const query = fc
  .dictionary(fc.constantFrom(...parameters), word, { maxKeys: 3 })
  .map((given) => new URLSearchParams(given).toString());

const routes = allRoutes({
  runner: () => {
    throw new Error('Only the paths are wanted.');
  },
  pendingWebhooks: () => 0,
}).map(({ method, path }) => ({ method, path }));

describe('Whatever is sent', () => {
  let client: SandboxClient;
  let audience: string;
  let ids: Record<string, string>;

  beforeAll(async () => {
    client = await SandboxClient.start();
  });
  afterAll(() => client.close());

  async function furnish(): Promise<void> {
    await client.control('POST', '/reset');
    await client.knobs({ validate_webhook_urls: false, batch_step_ms: 0 });
    audience = await client.audience({ marketing_permissions: true });
    const base = `/lists/${audience}`;
    const make = async (path: string, wish: Json): Promise<string> =>
      String((await client.api(path === '' ? 'GET' : 'POST', `${base}${path}`, wish)).body.id);
    const { body: ana } = await client.api<MemberBody>('POST', `${base}/members`, {
      email_address: 'ana@acme-widgets.com',
      status: 'subscribed',
    });
    const category = await make('/interest-categories', { title: 'Topics', type: 'radio' });
    ids = {
      list_id: audience,
      subscriber_hash: ana.id,
      segment_id: await make('/segments', { name: 'Tag', static_segment: ['ana@acme-widgets.com'] }),
      interest_category_id: category,
      interest_id: await make(`/interest-categories/${category}/interests`, { name: 'Tea' }),
      merge_id: '1',
      webhook_id: await make('/webhooks', { url: 'http://127.0.0.1:1/' }),
      note_id: await make(`/members/${ana.id}/notes`, { note: 'Hello' }),
      batch_id: String((await client.api('POST', '/batches', { operations: [] })).body.id),
      batch_webhook_id: String(
        (await client.api('POST', '/batch-webhooks', { url: 'http://127.0.0.1:1/' })).body.id,
      ),
    };
  }

  const aimed = fc.constantFrom(...routes).chain((route) =>
    fc.record({
      route: fc.constant(route),
      stray: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 6 },
        { arbitrary: word.filter((text) => text !== ''), weight: 1 },
      ),
      query,
      body: bodyOf(route.path),
    }),
  );

  function expectProblem(answer: Answer): void {
    expect(answer.status).toBeLessThan(500);
    if (answer.status < 400) return;
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      status: answer.status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  }

  it('every route answers with a success or a problem of MailChimp, never with a failure inside', async () => {
    await furnish();
    await fc.assert(
      fc.asyncProperty(aimed, async ({ route, stray, query, body }) => {
        const path = route.path.replace(/:(\w+)/g, (_, name: string) => encode(stray ?? ids[name] ?? 'none'));
        const sent = route.method === 'GET' || route.method === 'DELETE' ? undefined : JSON.stringify(body);

        expectProblem(await client.api(route.method, `${path}?${query}`, sent));

        if (route.method === 'DELETE' || path.endsWith('delete-permanent')) await furnish();
      }),
      { numRuns: 800 },
    );
    expect((await client.api('GET', '/ping')).status).toBe(200);
    expect((await client.control('GET', '/dump')).body).toHaveProperty('audiences');
  }, 300_000);

  it('a batch comes to its end, whatever its operations are', async () => {
    await furnish();
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 3 }), async (operations) => {
        const { status, body } = await client.api('POST', '/batches', { operations });
        if (status === 400) return;
        let batch: Json = {};
        while (batch.status !== 'finished') {
          batch = (await client.api('GET', `/batches/${String(body.id)}`)).body;
        }
        expect(Number(batch.finished_operations)).toBeGreaterThanOrEqual(operations.length);
      }),
      { numRuns: 100 },
    );
  });

  it('the control API answers with what is wrong, and the page with a page', async () => {
    await furnish();
    const control = ['/audiences', '/audiences/:id/members', '/audiences/:id/persona', '/knobs'];
    const pages = ['/page/audiences', '/page/members', '/page/persona'];
    const wish = fc.oneof(
      absurd,
      member.map((one) => ({ members: [one] })),
      fc.record({
        email: word,
        action: fc.constantFrom('subscribe', 'profile', 'change_email'),
        merge_fields: absurd,
      }),
      fc.record({ name: word, merge_fields: fc.array(fc.oneof(absurd, choices)) }),
      fc.dictionary(fc.constantFrom('latency_per_member_ms', 'constructor', 'fail_with'), word),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...control, ...pages), wish, async (path, body) => {
        const method = path === '/knobs' ? 'PUT' : 'POST';
        const { status, body: answer } = await client.control(
          method,
          path.replace(':id', audience),
          JSON.stringify(body),
        );
        expect(status).toBeLessThan(500);
        if (status >= 400 && control.includes(path)) expect(answer.error).toEqual(expect.any(String));
      }),
      { numRuns: 500 },
    );
  });
});

function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}
