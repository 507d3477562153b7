import { z } from 'zod';

/** An error body of MailChimp's (mailchimp-api §3.1); `type` is not always there and not read. */
const problemSchema = z.object({
  title: z.string().nullish(),
  status: z.number().nullish(),
  detail: z.string().nullish(),
  errors: z.array(z.object({ field: z.string().nullish(), message: z.string().nullish() })).nullish(),
});

export interface Problem {
  title: string;
  /** MailChimp's own words, field messages included: what B21 and B22 show. */
  text: string;
  /** Names of the fields it complains about; merge fields by their tag. */
  fields: string[];
}

/** Null when the body is HTML, empty or anything else. */
export function parseProblem(body: unknown): Problem | null {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return null;
  const { title, detail, errors } = parsed.data;
  const heading = detail || title;
  if (!heading) return null;
  const messages = (errors ?? []).map(({ field, message }) => [field, message].filter(Boolean).join(': '));
  return {
    title: title ?? '',
    text: [heading, messages.filter(Boolean).join('; ')].filter(Boolean).join(' '),
    fields: (errors ?? []).flatMap(({ field }) => field || []),
  };
}
