import { z } from 'zod';
import type { MemberStatus } from '../core/member-status.js';
import { BridgeError, ConfigurationError, RecordError } from '../support/errors.js';
import { batchSubscribe, type BatchMember, type BatchOutcome } from './batch-subscribe.js';
import type { HttpClient } from './http-client.js';
import { memberFields, memberSchema, type Member } from './member.js';
import { memberBody, type MemberWrite } from './member-body.js';
import { pageMembers, type MemberPage, type PageRequest } from './page-members.js';

export interface Members {
  /** Everything that changed after `since`, oldest change first; archived members only with their status. */
  changed(
    audienceId: string,
    options: { since?: Date; status?: MemberStatus; pageSize?: number },
  ): AsyncGenerator<MemberPage>;
  /** Null when there is no such member. */
  get(audienceId: string, hashOrEmail: string): Promise<Member | null>;
  /** Creates or updates by hash. */
  put(audienceId: string, hash: string, write: MemberWrite): Promise<Member>;
  /** Updates a member that is there. */
  patch(audienceId: string, hash: string, write: Partial<MemberWrite>): Promise<Member>;
  /** Done already counts as done. */
  archive(audienceId: string, hash: string): Promise<void>;
  /** At most 500 members; refusals come in the outcome, one by one (§5.3). */
  batchSubscribe(
    audienceId: string,
    members: readonly BatchMember[],
    options: { updateExisting: boolean },
  ): Promise<BatchOutcome>;
}

/** The most MailChimp gives at once (§4). */
const largestPage = 1000;

const pageSchema = z
  .object({ members: z.array(memberSchema), total_items: z.number() })
  .transform((page) => ({ members: page.members, totalItems: page.total_items }));

const nothing = z.unknown();

export function membersOver(http: HttpClient): Members {
  const path = (audienceId: string, member: string): string =>
    `/lists/${encodeURIComponent(audienceId)}/members/${encodeURIComponent(member)}`;
  return {
    changed(audienceId, { since, status, pageSize = largestPage }) {
      const fetchPage = (request: PageRequest): Promise<MemberPage> =>
        audienceOf(
          audienceId,
          http.request({ method: 'GET', ...changeQuery(audienceId, status, request) }, pageSchema),
        );
      return pageMembers(fetchPage, { pageSize, ...(since === undefined ? {} : { since }) });
    },
    async get(audienceId, hashOrEmail) {
      const query = { fields: memberFields.join(',') };
      const call = { method: 'GET', path: path(audienceId, hashOrEmail), query } as const;
      return http.request(call, memberSchema).catch(nullWhenMissing);
    },
    put: (audienceId, hash, write) =>
      http.request({ method: 'PUT', path: path(audienceId, hash), body: memberBody(write) }, memberSchema),
    patch: (audienceId, hash, write) =>
      http.request({ method: 'PATCH', path: path(audienceId, hash), body: memberBody(write) }, memberSchema),
    async archive(audienceId, hash) {
      await http.request({ method: 'DELETE', path: path(audienceId, hash) }, nothing).catch(nullWhenDone);
    },
    batchSubscribe: (audienceId, members, options) =>
      audienceOf(audienceId, batchSubscribe(http, audienceId, members, options)),
  };
}

function changeQuery(
  audienceId: string,
  status: MemberStatus | undefined,
  { since, offset, count }: PageRequest,
): { path: string; query: Record<string, string | number> } {
  return {
    path: `/lists/${encodeURIComponent(audienceId)}/members`,
    query: {
      count,
      offset,
      sort_field: 'last_changed',
      sort_dir: 'ASC',
      fields: [...memberFields.map((field) => `members.${field}`), 'total_items'].join(','),
      ...(status === undefined ? {} : { status }),
      ...(since === null ? {} : { since_last_changed: since.toISOString().replace(/\.\d+Z$/u, '+00:00') }),
    },
  };
}

/** On a whole audience "not found" means that the configured id is wrong. */
async function audienceOf<T>(audienceId: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof RecordError) || error.code !== 'mailchimp.not_found') throw error;
    throw audienceNotFound(audienceId, error);
  }
}

export function audienceNotFound(audienceId: string, cause: unknown): ConfigurationError {
  return new ConfigurationError(`MailChimp has no audience ${audienceId}`, {
    code: 'mailchimp.audience_not_found',
    hint: 'Check the id under audiences:; audiences list shows the ids of this account.',
    cause,
  });
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof BridgeError && error.code === 'mailchimp.not_found') return null;
  throw error;
}

/** 404: it is gone; 405: it is archived, or cleaned or pending and can't be (§5.4, rule 17). */
function nullWhenDone(error: unknown): null {
  if (error instanceof BridgeError && error.code === 'mailchimp.cannot_archive') return null;
  return nullWhenMissing(error);
}
