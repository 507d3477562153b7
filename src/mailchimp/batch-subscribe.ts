import { z } from 'zod';
import { bisect } from '../support/bisect.js';
import { isRecordError, OperatorError, type BridgeError } from '../support/errors.js';
import type { ApiClient } from './api-client.js';
import { isOdd, parseMember, type Member } from './member.js';
import { memberBody, type MemberWrite } from './member-body.js';
import { memberRefusal } from './refusal.js';
import { audienceRoute } from './route.js';

export type BatchMember = MemberWrite;

export interface BatchOptions {
  /** Without it an existing member is an error of the outcome. */
  updateExisting: boolean;
  /** Tags not named are removed. */
  syncTags?: boolean;
  /** No automation starts of it. */
  isSyncing?: boolean;
  /** A required merge field may be missing. */
  skipMergeValidation?: boolean;
}

export interface BatchError {
  email: string;
  /** Of `error`. */
  code: string;
  /** MailChimp's own words. */
  message: string;
  error: BridgeError;
}

export interface BatchOutcome {
  created: Member[];
  updated: Member[];
  errors: BatchError[];
}

export interface Batch {
  audienceId: string;
  members: readonly BatchMember[];
  options: BatchOptions;
}

/** The most the endpoint takes (mailchimp-api §5.3). */
const largestBatch = 500;

const errorItem = z.object({
  email_address: z.string().nullish(),
  error: z.string().nullish(),
  error_code: z.string().nullish(),
  field: z.string().nullish(),
  field_message: z.string().nullish(),
});

const answerSchema = z.object({
  new_members: z.array(z.unknown()).default([]),
  updated_members: z.array(z.unknown()).default([]),
  errors: z.array(errorItem).default([]),
});

/**
 * `POST /lists/{id}`: up to 500 upserts in one call; answers 200 also when members were refused (§5.3). When one of
 * them gets the whole call refused, the batch is halved down to it, so that the others are written.
 */
export async function batchSubscribe(http: ApiClient, batch: Batch): Promise<BatchOutcome> {
  const { members } = batch;
  if (members.length > largestBatch) throw tooMany(members.length);
  const sendSome = (some: readonly BatchMember[]): Promise<BatchOutcome> =>
    send(http, { ...batch, members: some });
  const { results, refusals } = await bisect(members, sendSome, isRecordError);
  const alone = refusals.map(({ item, error }): BatchError => {
    return { email: item.email, code: error.code, message: error.message, error };
  });
  return {
    created: results.flatMap(({ created }) => created),
    updated: results.flatMap(({ updated }) => updated),
    errors: [...results.flatMap(({ errors }) => errors), ...alone],
  };
}

async function send(http: ApiClient, { audienceId, members, options }: Batch): Promise<BatchOutcome> {
  const { updateExisting, syncTags, isSyncing, skipMergeValidation } = options;
  const body = {
    members: members.map(memberBody),
    update_existing: updateExisting,
    ...(syncTags === undefined ? {} : { sync_tags: syncTags }),
    ...(isSyncing === undefined ? {} : { is_syncing: isSyncing }),
  };
  const query = skipMergeValidation === true ? { query: { skip_merge_validation: true } } : {};
  const answer = await http.request(
    { method: 'POST', route: audienceRoute(audienceId), body, ...query },
    answerSchema,
  );
  return {
    created: readable(answer.new_members),
    updated: readable(answer.updated_members),
    errors: answer.errors.map(readError),
  };
}

/** Of a member whose row can't be read the answer says nothing. */
function readable(rows: readonly unknown[]): Member[] {
  return rows.map(parseMember).filter((row): row is Member => !isOdd(row));
}

function readError(item: z.output<typeof errorItem>): BatchError {
  const { field, field_message: fieldMessage, error_code: code } = item;
  const detail = field && fieldMessage ? ` ${field}: ${fieldMessage}` : '';
  const error = memberRefusal({
    text: `${item.error || 'MailChimp gives no reason'}${detail}`,
    title: code === 'ERROR_CONTACT_EXISTS' ? 'Member Exists' : '',
    fields: field ? [field] : [],
  });
  // Some answers quote the address, with the quotes escaped (§5.3).
  const email = (item.email_address ?? '').replaceAll(/[\\"]/gu, '');
  return { email, code: error.code, message: error.message, error };
}

function tooMany(count: number): OperatorError {
  return new OperatorError(`${count} members are too many for one batch`, {
    code: 'mailchimp.batch_size',
    hint: `MailChimp takes ${largestBatch}; report this with the command that led to it.`,
  });
}
