import { z } from 'zod';
import { type BridgeError, RecordError } from '../../support/errors.js';
import { errorCode } from '../../support/http/http-failure.js';
import { odooError } from '../odoo-error.js';
import { refusedLogin } from '../odoo-login-errors.js';
import { networkFailure } from './network-failure.js';
import type { OdooCall } from './odoo-transport.js';
import { unexpectedAnswer } from './unexpected-answer.js';
import type { WireFailure } from './wire.js';

const faultSchema = z.object({ faultCode: z.union([z.number(), z.string()]), faultString: z.string() });
const withResponseSchema = z.object({
  body: z.string(),
  res: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.unknown()) }),
});

export function isFaultForNone(rejection: unknown): boolean {
  const fault = faultSchema.safeParse(rejection);
  return fault.success && fault.data.faultString.includes('cannot marshal None');
}

/** Meaning of what odoo-await rejects with: a plain string, a fault, a network error or a parser's complaint. */
export function xmlRpcFailure(
  rejection: unknown,
  at: { where: string; timeoutMs: number; about: OdooCall | undefined },
): BridgeError | WireFailure {
  if (typeof rejection === 'string') return refusedLogin();
  const fault = faultSchema.safeParse(rejection);
  if (fault.success) return odooError(exceptionOf(fault.data), at.about);
  if (errorCode(rejection) !== 'unknown') return networkFailure(rejection, at.where, at.timeoutMs);
  const response = withResponseSchema.safeParse(rejection);
  if (!response.success) return unsendable();
  const { statusCode, headers } = response.data.res;
  const location = typeof headers.location === 'string' ? headers.location : '';
  return unexpectedAnswer({ status: statusCode, text: response.data.body, location }, at.where);
}

/** No answer and no error of the network: the request could not even be written. */
function unsendable(): RecordError {
  return new RecordError('A text holds a character that XML-RPC has no form for', {
    code: 'odoo.value',
    hint: 'Remove control characters from the text, or set odoo.protocol to auto.',
  });
}

/** Fault codes of Odoo's `/xmlrpc/2`; everything else is a traceback whose last line names the exception. */
const exceptionByCode: Readonly<Record<string, string>> = {
  2: 'odoo.exceptions.UserError',
  3: 'odoo.exceptions.AccessDenied',
  4: 'odoo.exceptions.AccessError',
};

function exceptionOf(fault: z.infer<typeof faultSchema>) {
  const known = exceptionByCode[String(fault.faultCode)];
  if (known) return { exception: known, message: fault.faultString };
  const lines = fault.faultString.trimEnd().split('\n');
  const raised =
    lines.findLast((line) => /^[\w.]+(Error|Exception|[A-Z]\w+)(:|$)/.test(line)) ?? lines.at(-1) ?? '';
  const [exception = '', ...message] = raised.split(': ');
  return { exception, message: message.join(': ') || exception };
}
