import type { z } from 'zod';
import { OperatorError } from '../support/errors.js';
import { oddPlace } from '../support/odd-place.js';

/** A result of Odoo, parsed; an OperatorError `odoo.unexpected_answer` names the first thing that is different. */
export function parseResult<T>(schema: z.ZodType<T>, result: unknown, what: string): T {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const place = oddPlace(parsed.error, result);
  throw new OperatorError(`Odoo answered ${what} in a form the bridge doesn't know (${place})`, {
    code: 'odoo.unexpected_answer',
    hint: 'Report this with the Odoo version; nothing was changed.',
    cause: parsed.error,
  });
}
