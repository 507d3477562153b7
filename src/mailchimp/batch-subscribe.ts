import { z } from 'zod';
import type { BridgeError } from '../support/errors.js';
import type { HttpClient } from './http-client.js';
import { memberSchema, type Member } from './member.js';
import { memberBody, type MemberWrite } from './member-body.js';
import { memberRefusal } from './refusal.js';

export type BatchMember = MemberWrite;

export interface BatchOutcome {
  created: Member[];
  updated: Member[];
  errors: { email: string; error: BridgeError }[];
}

const answerSchema = z.object({
  new_members: z.array(memberSchema),
  updated_members: z.array(memberSchema),
  errors: z.array(
    z.object({
      email_address: z.string(),
      error: z.string(),
      field: z.string().nullish(),
      field_message: z.string().nullish(),
    }),
  ),
});

/** `POST /lists/{id}`: up to 500 upserts in one call; answers 200 also when members were refused (§5.3). */
export async function batchSubscribe(
  http: HttpClient,
  audienceId: string,
  members: readonly BatchMember[],
  options: { updateExisting: boolean },
): Promise<BatchOutcome> {
  const answer = await http.request(
    {
      method: 'POST',
      path: `/lists/${encodeURIComponent(audienceId)}`,
      body: { members: members.map(memberBody), update_existing: options.updateExisting },
    },
    answerSchema,
  );
  return {
    created: answer.new_members,
    updated: answer.updated_members,
    errors: answer.errors.map(({ email_address: email, error, field, field_message: message }) => {
      const detail = field && message ? ` ${field}: ${message}` : '';
      return { email: email.replaceAll('"', ''), error: memberRefusal(`${error}${detail}`) };
    }),
  };
}
