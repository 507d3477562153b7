import type { z } from 'zod';
import { OperatorError } from '../support/errors.js';

/** A result of Odoo, parsed; an OperatorError `odoo.unexpected_answer` names the first thing that is different. */
export function parseResult<T>(schema: z.ZodType<T>, result: unknown, what: string): T {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  throw new OperatorError(`Odoo answered ${what} in a form the bridge doesn't know${where}`, {
    code: 'odoo.unexpected_answer',
    hint: 'Report this with the Odoo version; nothing was changed.',
    cause: parsed.error,
  });
}
