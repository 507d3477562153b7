import { z } from 'zod';
import { memberStatuses } from '../core/member-status.js';
import { hasControlCharacter, visible } from '../support/control-characters.js';

const emptyAsNull = z
  .string()
  .nullish()
  .transform((text) => text || null);

/** What only tells how something came about spoils no row (B45). */
const remark = emptyAsNull.catch(null);

const status = z.enum(memberStatuses, {
  error: ({ input }) => `unknown member status ${String(input)}`,
});

/**
 * The fields of a member the bridge reads (mailchimp-api §5.4). The batch endpoint answers in an older shape that
 * may lack `contact_id`; the subscriber hash stands in for it then, so that `contactId === id` tells the case.
 */
export const memberSchema = z
  .object({
    id: z.string(),
    email_address: z
      .string()
      .min(1, 'there is none')
      .refine((text) => !hasControlCharacter(text), 'it has a control character'),
    contact_id: z.string().nullish(),
    web_id: z.number().nullish(),
    full_name: z.string().nullish(),
    status,
    unsubscribe_reason: remark,
    ip_signup: remark,
    ip_opt: remark,
    merge_fields: z.record(z.string(), z.unknown()).nullish(),
    timestamp_signup: emptyAsNull,
    timestamp_opt: emptyAsNull,
    last_changed: z.string(),
    source: remark,
    tags_count: z.number().nullish(),
    tags: z.array(z.object({ id: z.number(), name: z.string() })).nullish(),
    interests: z.record(z.string(), z.boolean().nullable()).nullish(),
    marketing_permissions: z
      .array(z.object({ marketing_permission_id: z.string(), enabled: z.boolean() }))
      .nullish(),
  })
  .transform((member) => ({
    /** Subscriber hash: md5 of the address, where the member is found now. */
    id: member.id,
    /** Survives a change of address. */
    contactId: member.contact_id || member.id,
    /** In the addresses of MailChimp's web pages. */
    webId: member.web_id ?? null,
    /** In the case it was first written. */
    email: member.email_address,
    fullName: visible(member.full_name ?? ''),
    status: member.status,
    /** In MailChimp's words; of an unsubscribed member. */
    unsubscribeReason: member.unsubscribe_reason,
    /** From where the person signed up by form, and from where they were opted in. */
    ipSignup: member.ip_signup,
    ipOpt: member.ip_opt,
    mergeFields: member.merge_fields ?? {},
    /** When the person signed up by form, ISO 8601; the API leaves it empty. */
    timestampSignup: member.timestamp_signup,
    /** When the person confirmed, or the API subscribed them; ISO 8601. */
    timestampOpt: member.timestamp_opt,
    /** ISO 8601, whole seconds. */
    lastChanged: member.last_changed,
    /** How the member came, such as `API - Generic`. */
    source: member.source,
    /** The first 50 at most. */
    tags: (member.tags ?? []).map(({ id, name }) => ({ id, name: visible(name) })),
    /** More than `tags` holds when there are over 50; `tags.of` reads them all. */
    tagsCount: member.tags_count ?? member.tags?.length ?? 0,
    /** By interest id; empty unless asked for. */
    interests: Object.fromEntries(
      Object.entries(member.interests ?? {}).map(([id, isChosen]) => [id, isChosen === true]),
    ),
    /** By permission id; empty unless asked for. */
    permissions: Object.fromEntries(
      (member.marketing_permissions ?? []).map((one) => [one.marketing_permission_id, one.enabled]),
    ),
  }));

export type Member = z.output<typeof memberSchema>;

/** A row of members that is not in the form the bridge knows: no address, a status nobody knows (docs/mailchimp-api.md §16). */
export interface OddMember {
  /** Subscriber hash; empty when not even that can be read. */
  id: string;
  contactId: string;
  email: string | null;
  lastChanged: string;
  /** What is odd about it. */
  problem: string;
}

const oddSchema = z
  .object({
    id: z.string().catch(''),
    contact_id: emptyAsNull.catch(null),
    email_address: emptyAsNull.catch(null),
    last_changed: z.string().catch(''),
  })
  .catch({ id: '', contact_id: null, email_address: null, last_changed: '' });

/** Each row by itself: an odd one spoils nothing but itself (B45). */
export function parseMember(row: unknown): Member | OddMember {
  const parsed = memberSchema.safeParse(row);
  if (parsed.success) return parsed.data;
  const { id, contact_id: contactId, email_address: email, last_changed: lastChanged } = oddSchema.parse(row);
  const [issue] = parsed.error.issues;
  const problem = issue === undefined ? 'unknown form' : `${issue.path.join('.')}: ${issue.message}`;
  return { id, contactId: contactId ?? id, email, lastChanged, problem };
}

export function isOdd(row: Member | OddMember): row is OddMember {
  return 'problem' in row;
}

/** What has to be asked for by name, since few audiences have it. */
export type MemberExtra = 'interests' | 'marketing_permissions';

/** What to ask for, so that a page of a thousand carries no more than is read. */
export const memberFields = [
  'id',
  'email_address',
  'contact_id',
  'web_id',
  'full_name',
  'status',
  'unsubscribe_reason',
  'ip_signup',
  'ip_opt',
  'merge_fields',
  'timestamp_signup',
  'timestamp_opt',
  'last_changed',
  'source',
  'tags_count',
  'tags',
] as const;
