/**
 * Every knob with its default: where the evidence about the real service is thin, and what a test wants to
 * provoke. The names are the keys of `PUT /_sandbox/knobs`; README.md shows this table.
 */
export const knobTable = {
  latency_ms: { value: 0, help: 'pause of every call' },
  latency_per_member_ms: { value: 0, help: 'pause per member in the request or the response' },
  max_connections: { value: 10, help: 'simultaneous calls per key; one more gets the 429' },
  connections_per: {
    value: 'key',
    oneOf: ['key', 'account'],
    help: 'whether every key is a user with connections of its own, or all are one',
  },
  limit_response: {
    value: 'problem',
    oneOf: ['problem', 'empty_429', 'empty_403'],
    help: 'how the limit answers',
  },
  timeout_ms: { value: 120_000, help: 'a call that takes longer gets the HTML 502' },
  fail_rate: { value: 0, help: 'share of calls that fail, 0 to 1' },
  fail_with: {
    value: '500',
    oneOf: ['429', '500', '502_html', '503_html', 'timeout'],
    help: 'how they fail',
  },
  fail_after_work: { value: false, help: 'a failing call does its work before it fails' },
  datacenter: { value: 'us1', help: 'what a key has to end in; empty: anything' },
  max_body_bytes: { value: 10_000_000, help: 'a longer body gets 413' },
  unknown_fields: { value: 'ignore', oneOf: ['ignore', 'error'], help: 'an unknown name in `fields`' },
  members_default_includes_archived: {
    value: false,
    help: 'GET members without a status shows archived ones',
  },
  listing_lag_s: {
    value: 0,
    help: 'a change is listed by `since_last_changed` and `before_last_changed` that many seconds later',
  },
  stats_cache_seconds: { value: 300, help: 'age up to which the counters of an audience are kept' },
  fake_domains: {
    value: 'example.com,example.org,example.net,mailinator.com,yopmail.com',
    help: 'domains that "look fake", by comma',
  },
  fake_local_parts: { value: 'test', help: 'local parts that "look fake", by comma' },
  throttle_signups: { value: 10, help: 'subscriptions of one address before the sign-up throttle; 0: none' },
  throttle_window_seconds: { value: 600, help: 'window in which they are counted' },
  throttle_seconds: { value: 300, help: 'how long the throttle holds' },
  cleaned_to_unsubscribed: {
    value: 'ok',
    oneOf: ['ok', 'compliance'],
    help: 'unsubscribing a cleaned member',
  },
  to_transactional: {
    value: 'reject',
    oneOf: ['reject', 'ok'],
    help: 'making an existing member transactional',
  },
  rename_only_subscribed: {
    value: true,
    help: 'a new address is refused unless the member is subscribed and nobody archived or deleted had it',
  },
  archive_forgets_compliance: {
    value: true,
    help: 'an archived member may be subscribed whatever it was before',
  },
  archivable: {
    value: 'subscribed,unsubscribed,transactional',
    help: 'statuses that DELETE archives, by comma; others get 405',
  },
  put_tags_on_update: { value: true, help: '`tags` of a PUT are added to an existing member' },
  hash_only_paths: {
    value: true,
    help: 'POST tags, delete-permanent and leaving a segment want the hash, nothing else',
  },
  batch_refused_roles: {
    value: '',
    help: 'local parts (`info,admin`) that batch subscribe refuses, by comma',
  },
  skip_merge_validation: {
    value: 'missing',
    oneOf: ['missing', 'invalid'],
    help: 'what `skip_merge_validation=true` lets through',
  },
  single_choice_interests: {
    value: false,
    help: 'choosing an interest of a radio or dropdown clears the others',
  },
  max_merge_fields: { value: 30, help: 'merge fields per audience (80 on Premium)' },
  max_interests: { value: 60, help: 'interests per audience' },
  max_audiences: { value: 100, help: 'audiences of the account' },
  validate_webhook_urls: { value: true, help: 'GET the address of a webhook before it is accepted' },
  archive_event: {
    value: 'delete',
    oneOf: ['delete', 'unsub', 'none'],
    help: 'action of the event on archiving',
  },
  tag_event: { value: 'none', oneOf: ['none', 'profile'], help: 'event when only tags change' },
  webhook_events_default: { value: false, help: 'events and sources of a webhook that nobody chose' },
  sign_webhooks: { value: true, help: 'new webhooks get a signing secret' },
  webhook_delay_ms: { value: 0, help: 'pause before an event is delivered' },
  webhook_timeout_ms: { value: 10_000, help: 'how long a delivery waits for an answer' },
  webhook_retry_minutes: { value: '1,2,5,10,20,37', help: 'pauses between the attempts, 75 minutes in all' },
  webhook_time_scale: { value: 1, help: 'retries come this many times sooner' },
  webhook_duplicate: { value: 0, help: 'share of events delivered twice, 0 to 1' },
  webhook_reorder: { value: 0, help: 'share of events delivered after the next one, 0 to 1' },
  webhook_reorder_ms: { value: 1000, help: 'how long such an event waits for a next one' },
  batch_step_ms: { value: 50, help: 'pause before each step of a batch' },
  batch_url_seconds: { value: 600, help: 'life of a response_body_url' },
  batch_empty_response: {
    value: '',
    oneOf: ['', 'null'],
    help: '`response` of an operation that answers 204',
  },
  max_pending_batches: { value: 500, help: 'batches that may wait' },
  max_pending_webhooks: {
    value: 500,
    help: 'undelivered events of batch webhooks before batches are refused',
  },
} as const;

export type KnobName = keyof typeof knobTable;
