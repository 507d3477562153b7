import { z } from 'zod';
import { memberStatuses } from '../core/member-status.js';

const emptyAsNull = z
  .string()
  .nullish()
  .transform((text) => text || null);

/**
 * The fields of a member the bridge reads (mailchimp-api §5.4). The batch endpoint answers in an older shape that
 * may lack `contact_id`; the subscriber hash stands in for it then.
 */
export const memberSchema = z
  .object({
    id: z.string(),
    email_address: z.string(),
    contact_id: z.string().nullish(),
    full_name: z.string().nullish(),
    status: z.enum(memberStatuses),
    merge_fields: z.record(z.string(), z.unknown()).nullish(),
    timestamp_signup: emptyAsNull,
    timestamp_opt: emptyAsNull,
    last_changed: z.string(),
    tags_count: z.number().nullish(),
    tags: z.array(z.object({ id: z.number(), name: z.string() })).nullish(),
  })
  .transform((member) => ({
    /** md5 of the address, where the member is found now. */
    id: member.id,
    /** Survives a change of address. */
    contactId: member.contact_id ?? member.id,
    email: member.email_address,
    fullName: member.full_name ?? '',
    status: member.status,
    mergeFields: member.merge_fields ?? {},
    /** When the person signed up by form; the API leaves it empty. */
    timestampSignup: member.timestamp_signup,
    timestampOpt: member.timestamp_opt,
    lastChanged: member.last_changed,
    tags: member.tags ?? [],
    /** More than `tags` holds when there are over 50. */
    tagsCount: member.tags_count ?? member.tags?.length ?? 0,
  }));

export type Member = z.output<typeof memberSchema>;

/** What to ask for, so that a page of a thousand carries no more than is read. */
export const memberFields = [
  'id',
  'email_address',
  'contact_id',
  'full_name',
  'status',
  'merge_fields',
  'timestamp_signup',
  'timestamp_opt',
  'last_changed',
  'tags_count',
  'tags',
] as const;
