import { z } from 'zod';

/** The fields of a merge field the bridge reads (mailchimp-api §5.6). */
export const mergeFieldSchema = z.object({
  merge_id: z.number(),
  tag: z.string(),
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
});

export type MergeField = z.output<typeof mergeFieldSchema>;
