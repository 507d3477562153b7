import { z } from 'zod';

/** What a webhook told (mailchimp-api §10.4), as far as it is a hint where to look. */
export interface WebhookEvent {
  type: string;
  audienceId: string | null;
  /** Whom it is about now, lower case; null when it is about nobody. */
  email: string | null;
  /** Of `upemail`: the address before, lower case. */
  formerEmail: string | null;
  /** Of `unsubscribe`: `unsub` or `delete`; null when it doesn't say, which may be either. */
  action: string | null;
  /** Of `unsubscribe` and `cleaned`: `manual`, `abuse` or `hard`. */
  reason: string | null;
  /** Id of the campaign somebody left by. */
  campaign: string | null;
  /** ISO. */
  firedAt: string | null;
  /** It is about a member; `campaign` and what MailChimp may add one day are not. */
  isMemberEvent: boolean;
  /** What came, decoded, of an event that is about no member. */
  raw: [string, string][] | null;
}

/** The events that are asked for (B35). */
export const memberEvents = ['subscribe', 'unsubscribe', 'profile', 'cleaned', 'upemail'] as const;

const address = z
  .string()
  .max(320)
  // A replacement character stands where the bytes were no text.
  .regex(/^[^\s\p{Cc}\uFFFD]+@[^\s\p{Cc}\uFFFD]+$/u)
  .transform((text) => text.toLowerCase());
const audienceId = z.string().regex(/^[\w-]{1,64}$/u);
/** `YYYY-MM-DD HH:MM:SS` without a zone, which is UTC (§10.4). */
const firedAt = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u)
  .transform((text) => new Date(`${text.replace(' ', 'T')}Z`))
  .refine((date) => !Number.isNaN(date.getTime()))
  .transform((date) => date.toISOString())
  .nullable()
  .catch(null);

/** What only tells how it came about spoils no event. */
const remark = z
  .string()
  .regex(/^[\w-]{1,64}$/u)
  .nullable()
  .catch(null);

const common = { list_id: audienceId, fired_at: firedAt, reason: remark, campaign_id: remark };

/** Only what is used: values of the member are read from the member. */
const memberEvent = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.enum(['subscribe', 'profile', 'cleaned']), email: address }),
  z.object({
    ...common,
    type: z.literal('unsubscribe'),
    email: address,
    action: z.string().max(40).nullable(),
  }),
  z.object({ ...common, type: z.literal('upemail'), new_email: address, old_email: address }),
]);
const otherEvent = z.object({
  type: z.string().regex(/^[\w.-]{1,64}$/u),
  list_id: audienceId.nullable().catch(null),
  fired_at: firedAt,
});

/**
 * The event of a webhook's form; null when it is none. Fields are looked up by their whole names, so that no nesting in
 * them is ever built.
 */
export function parseWebhookEvent(body: string): WebhookEvent | null {
  const form = new URLSearchParams(body);
  const type = form.get('type');
  return memberEvents.some((name) => name === type) ? parseMemberEvent(form) : parseOtherEvent(form);
}

function parseMemberEvent(form: URLSearchParams): WebhookEvent | null {
  const { success, data: event } = memberEvent.safeParse(fieldsOf(form));
  if (!success) return null;
  const { type, list_id: audienceId, fired_at: firedAt, reason, campaign_id: campaign } = event;
  return {
    ...{ type, audienceId, firedAt, reason, campaign },
    email: event.type === 'upemail' ? event.new_email : event.email,
    formerEmail: event.type === 'upemail' ? event.old_email : null,
    action: event.type === 'unsubscribe' ? event.action : null,
    isMemberEvent: true,
    raw: null,
  };
}

function parseOtherEvent(form: URLSearchParams): WebhookEvent | null {
  const { success, data: event } = otherEvent.safeParse(fieldsOf(form));
  if (!success) return null;
  const { type, list_id: audienceId, fired_at: firedAt } = event;
  const nobody = { email: null, formerEmail: null, action: null, reason: null, campaign: null };
  return { type, audienceId, firedAt, ...nobody, isMemberEvent: false, raw: rawOf(form) };
}

function fieldsOf(form: URLSearchParams): Record<string, string | null> {
  const names = ['list_id', 'email', 'action', 'new_email', 'old_email', 'reason', 'campaign_id'];
  const data = names.map((name) => [name, form.get(`data[${name}]`)] as const);
  return { type: form.get('type'), fired_at: form.get('fired_at'), ...Object.fromEntries(data) };
}

const rawPairs = 40;
const rawLength = 200;

function rawOf(form: URLSearchParams): [string, string][] {
  const shortened = (text: string): string => text.slice(0, rawLength);
  return [...form].slice(0, rawPairs).map(([name, value]) => [shortened(name), shortened(value)]);
}
