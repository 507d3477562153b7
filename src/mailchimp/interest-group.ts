import { z } from 'zod';

/** An interest category (mailchimp-api §5.7). */
export const interestGroupSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** `checkboxes`, `dropdown`, `radio` or `hidden`. */
  type: z.string(),
});

export const interestSchema = z.object({ id: z.string(), name: z.string() });

export type InterestGroup = z.output<typeof interestGroupSchema> & {
  interests: z.output<typeof interestSchema>[];
};
