import { z } from 'zod';

/** The fields of an audience the bridge reads (mailchimp-api §5.2). */
export const audienceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    date_created: z.string().nullish(),
    list_rating: z.number().nullish(),
    subscribe_url_short: z.string().nullish(),
    double_optin: z.boolean().nullish(),
    stats: z
      .object({ member_count: z.number(), unsubscribe_count: z.number(), cleaned_count: z.number() })
      .nullish(),
  })
  .transform((audience) => ({
    id: audience.id,
    name: audience.name,
    dateCreated: audience.date_created ?? null,
    rating: audience.list_rating ?? null,
    subscribeUrl: audience.subscribe_url_short || null,
    doubleOptin: audience.double_optin ?? false,
    /** Cached by MailChimp for five minutes and more. */
    members: {
      subscribed: audience.stats?.member_count ?? 0,
      unsubscribed: audience.stats?.unsubscribe_count ?? 0,
      cleaned: audience.stats?.cleaned_count ?? 0,
    },
  }));

export type Audience = z.output<typeof audienceSchema>;
