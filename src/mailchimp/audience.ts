import { z } from 'zod';

const emptyAsNull = z
  .string()
  .nullish()
  .transform((text) => text || null);

/** The fields of an audience the bridge reads (mailchimp-api §5.2). */
export const audienceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    date_created: emptyAsNull,
    list_rating: z.number().nullish(),
    subscribe_url_short: emptyAsNull,
    subscribe_url_long: emptyAsNull,
    double_optin: z.boolean().nullish(),
    stats: z
      .object({ member_count: z.number(), unsubscribe_count: z.number(), cleaned_count: z.number() })
      .nullish(),
  })
  .transform((audience) => ({
    id: audience.id,
    name: audience.name,
    /** ISO 8601. */
    dateCreated: audience.date_created,
    rating: audience.list_rating ?? null,
    subscribeUrl: audience.subscribe_url_short,
    subscribeUrlLong: audience.subscribe_url_long,
    doubleOptin: audience.double_optin ?? false,
    /** Cached by MailChimp for five minutes and more; `members.count` is exact. */
    members: {
      subscribed: audience.stats?.member_count ?? 0,
      unsubscribed: audience.stats?.unsubscribe_count ?? 0,
      cleaned: audience.stats?.cleaned_count ?? 0,
    },
  }));

export type Audience = z.output<typeof audienceSchema>;

/** What to ask for. */
export const audienceFields = [
  'id',
  'name',
  'date_created',
  'list_rating',
  'subscribe_url_short',
  'subscribe_url_long',
  'double_optin',
  'stats.member_count',
  'stats.unsubscribe_count',
  'stats.cleaned_count',
] as const;
