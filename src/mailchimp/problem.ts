import { z } from 'zod';

/** An error body of MailChimp's (mailchimp-api §3.1); `type` is not always there and not read. */
const problemSchema = z.object({
  title: z.string(),
  detail: z.string().nullish(),
  errors: z.array(z.object({ field: z.string().nullish(), message: z.string().nullish() })).nullish(),
});

export interface Problem {
  title: string;
  /** MailChimp's own words, field messages included. */
  text: string;
}

/** Null when the body is HTML, empty or anything else. */
export function parseProblem(body: unknown): Problem | null {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return null;
  const { title, detail, errors } = parsed.data;
  const fields = (errors ?? []).map(({ field, message }) => [field, message].filter(Boolean).join(': '));
  return { title, text: [detail ?? title, ...fields].join(' ').trim() };
}
