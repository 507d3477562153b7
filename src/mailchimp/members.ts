import { z } from 'zod';
import type { Decided } from '../core/decided.js';
import type { MemberStatus } from '../core/member-status.js';
import { BridgeError, RecordError } from '../support/errors.js';
import { largestPage } from './all-pages.js';
import { batchSubscribe, type BatchMember, type BatchOptions, type BatchOutcome } from './batch-subscribe.js';
import type { ApiCall, ApiClient } from './api-client.js';
import { isOdd, memberFields, parseMember, type Member, type MemberExtra } from './member.js';
import { memberBody, type MemberWrite } from './member-body.js';
import { pageMembers, type FetchedPage, type MemberPage, type PageRequest } from './page-members.js';
import { audienceRoute, memberRoute } from './route.js';

export interface ChangedOptions {
  /** Exclusive; everything when it is not given. */
  since?: Date;
  /** All statuses but `archived` when it is not given. */
  status?: MemberStatus;
  /** Who unsubscribed after that; goes with the status `unsubscribed` only (mailchimp-api §5.4). */
  unsubscribedSince?: Date;
  /** 2 to 1000. */
  pageSize?: number;
  extras?: readonly MemberExtra[];
  /** Ends the reading; the generator then throws its reason. */
  signal?: AbortSignal;
}

export interface WriteOptions {
  /** A required merge field may be missing. */
  skipMergeValidation?: boolean;
}

export interface Members {
  /** Everything that changed after `since`, oldest change first, without loss when members change while paging. */
  changed(audienceId: string, options: ChangedOptions): AsyncGenerator<MemberPage>;
  /** How many there are; of all statuses but `archived` when none is given. Exact, unlike an audience's counters. */
  count(audienceId: string, status?: MemberStatus): Promise<number>;
  /** Contact ids and subscriber hashes of all members, a page at a time; of all statuses but `archived` when none is given. */
  ids(audienceId: string, status: MemberStatus | null): AsyncGenerator<string[]>;
  /**
   * Null when MailChimp says that there is no such member (or no such audience: it says the same).
   * @throws RecordError `mailchimp.odd_member`
   */
  get(audienceId: string, hashOrEmail: string): Promise<Member | null>;
  /** Creates or updates by hash. */
  put(audienceId: string, hash: string, write: MemberWrite, options?: WriteOptions): Promise<Member>;
  /** Updates a member that is there. */
  patch(
    audienceId: string,
    hash: string,
    write: Partial<MemberWrite>,
    options?: WriteOptions,
  ): Promise<Member>;
  /**
   * Gone or archived already counts as done.
   * @throws RecordError `mailchimp.cannot_archive` for a cleaned or pending member (mailchimp-api §5.4, rule 17)
   */
  archive(audienceId: string, hash: Decided<string>): Promise<void>;
  /** For good: only the person can come back, by a form (mailchimp-api §5.4, rule 19). Gone already counts as done. */
  deletePermanently(audienceId: string, hash: string): Promise<void>;
  /** At most 500 members; refusals come in the outcome, one by one (§5.3). */
  batchSubscribe(
    audienceId: string,
    members: readonly BatchMember[],
    options: BatchOptions,
  ): Promise<BatchOutcome>;
}

const pageSchema = z
  .object({ members: z.array(z.unknown()), total_items: z.number() })
  .transform((page) => ({ members: page.members.map(parseMember), totalItems: page.total_items }));
const countSchema = z.object({ total_items: z.number() });
const pageFields = (extras: readonly MemberExtra[]): string =>
  [...[...memberFields, ...extras].map((field) => `members.${field}`), 'total_items'].join(',');

export function membersOver(http: ApiClient): Members {
  const get: Members['get'] = (audienceId, hashOrEmail) => {
    const query = { fields: [...memberFields, 'interests', 'marketing_permissions'].join(',') };
    const route = memberRoute(audienceId, hashOrEmail);
    return one(http, { method: 'GET', route, query }).catch(nullWhenMissing);
  };
  const write =
    (method: 'PUT' | 'PATCH') =>
    (audienceId: string, hash: string, member: Partial<MemberWrite>, options: WriteOptions = {}) => {
      const query = options.skipMergeValidation === true ? { query: { skip_merge_validation: true } } : {};
      const route = memberRoute(audienceId, hash);
      return one(http, { method, route, body: memberBody(member), ...query });
    };
  return {
    changed: (audienceId, options) => changed(http, audienceId, options),
    async count(audienceId, status) {
      const query = { count: 0, fields: 'total_items', ...(status === undefined ? {} : { status }) };
      const route = audienceRoute(audienceId, '/members');
      return (await http.request({ method: 'GET', route, query }, countSchema)).total_items;
    },
    ids: (audienceId, status) => ids(http, audienceId, status),
    get,
    put: write('PUT'),
    patch: write('PATCH'),
    async archive(audienceId, hash) {
      try {
        await http.request({ method: 'DELETE', route: memberRoute(audienceId, hash) }, z.unknown());
      } catch (error) {
        const isRefused = error instanceof BridgeError && error.code === 'mailchimp.cannot_archive';
        if (!isRefused) return void nullWhenMissing(error);
        // The same answer for archived, cleaned and pending members: only the first is what was asked for.
        const member = await get(audienceId, hash);
        if (member !== null && member.status !== 'archived') throw error;
      }
    },
    async deletePermanently(audienceId, hash) {
      const route = memberRoute(audienceId, hash, '/actions/delete-permanent');
      await http.request({ method: 'POST', route }, z.unknown()).catch(nullWhenMissing);
    },
    batchSubscribe: (audienceId, members, options) => batchSubscribe(http, { audienceId, members, options }),
  };
}

const oneSchema = z.looseObject({ id: z.string() }).transform(parseMember);

/** @throws RecordError `mailchimp.odd_member` when the answer can't be read */
async function one(http: ApiClient, call: ApiCall): Promise<Member> {
  const row = await http.request(call, oneSchema);
  if (!isOdd(row)) return row;
  throw new RecordError(
    `MailChimp shows the member ${row.email ?? row.id} in a form the bridge doesn’t know (${row.problem})`,
    { code: 'mailchimp.odd_member', hint: 'Look the member up in MailChimp.' },
  );
}

const idsSchema = z
  .object({ members: z.array(z.object({ id: z.string(), contact_id: z.string().nullish() })) })
  .transform(({ members }) => members);

async function* ids(
  http: ApiClient,
  audienceId: string,
  status: MemberStatus | null,
): AsyncGenerator<string[]> {
  const route = audienceRoute(audienceId, '/members');
  const fields = 'members.id,members.contact_id';
  for (let offset = 0; ; offset += largestPage) {
    const query = { count: largestPage, offset, fields, ...(status === null ? {} : { status }) };
    const members = await http.request({ method: 'GET', route, query }, idsSchema);
    yield members.flatMap(({ id, contact_id: contactId }) => [id, contactId ?? id]);
    if (members.length < largestPage) return;
  }
}

function changed(
  http: ApiClient,
  audienceId: string,
  { since, status, unsubscribedSince, pageSize = largestPage, extras = [], signal }: ChangedOptions,
): AsyncGenerator<MemberPage> {
  const fetchPage = (request: PageRequest, ending: AbortSignal): Promise<FetchedPage> => {
    const query = {
      count: request.count,
      offset: request.offset,
      sort_field: 'last_changed',
      sort_dir: 'ASC',
      fields: pageFields(extras),
      ...(status === undefined ? {} : { status }),
      ...(request.since === null ? {} : { since_last_changed: isoSeconds(request.since) }),
      ...(unsubscribedSince === undefined ? {} : { unsubscribed_since: isoSeconds(unsubscribedSince) }),
    };
    const route = audienceRoute(audienceId, '/members');
    return http.request({ method: 'GET', route, query, signal: ending }, pageSchema);
  };
  return pageMembers(fetchPage, {
    pageSize,
    ...(since === undefined ? {} : { since }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** As MailChimp writes times (§4): whole seconds and an offset. */
function isoSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/u, '+00:00');
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof BridgeError && error.code === 'mailchimp.not_found') return null;
  throw error;
}
