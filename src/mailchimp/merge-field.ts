import { z } from 'zod';

const options = z
  .object({
    choices: z.array(z.string()).nullish(),
    date_format: z.string().nullish(),
    phone_format: z.string().nullish(),
  })
  .nullish();

/** The fields of a merge field the bridge reads (mailchimp-api §5.6). */
export const mergeFieldSchema = z
  .object({
    merge_id: z.number(),
    tag: z.string(),
    name: z.string(),
    type: z.string(),
    required: z.boolean(),
    default_value: z.string().nullish(),
    options,
  })
  .transform(({ options: settings, default_value: defaultValue, ...field }) => ({
    ...field,
    defaultValue: defaultValue ?? '',
    /** Of a radio or dropdown field: the only values it takes. */
    choices: settings?.choices ?? [],
    /** Of a date or birthday field: how MailChimp shows it; the API's own form is fixed. */
    dateFormat: settings?.date_format ?? null,
    /** Of a phone field: `none`, `US` or `International`. */
    phoneFormat: settings?.phone_format ?? null,
  }));

export type MergeField = z.output<typeof mergeFieldSchema>;

/** What to ask for. */
export const mergeFieldFields = [
  'merge_id',
  'tag',
  'name',
  'type',
  'required',
  'default_value',
  'options',
] as const;
