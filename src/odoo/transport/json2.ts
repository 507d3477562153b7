import { z } from 'zod';
import type { Secret } from '../../support/secret.js';
import { odooError } from '../odoo-error.js';
import { unknownDatabase } from '../odoo-login-errors.js';
import { parseResult } from '../parse-result.js';
import { parseServerVersion, type ServerVersion } from '../server-version.js';
import type { HttpLink } from './http-link.js';
import { parseAnswer, unexpectedAnswer } from './unexpected-answer.js';
import type { Wire } from './wire.js';

const failureSchema = z.object({ name: z.string(), message: z.string() });

/** Undefined when the server is older than 19 or no Odoo at all: `/web/version` is the one page it has without a login. */
export async function json2Version(link: HttpLink): Promise<ServerVersion | undefined> {
  const answer = await link.request({ method: 'GET', path: '/web/version' });
  if (answer.status === 404) return undefined;
  return parseServerVersion(parseAnswer(answer, link.base.origin));
}

/** `POST /json/2/<model>/<method>`, one transaction per call (docs: odoo-api, section 1). */
export function json2Wire(link: HttpLink, login: { apiKey: Secret }): Wire {
  const headers = () => ({ authorization: `bearer ${login.apiKey.reveal()}` });
  return {
    protocol: 'json2',
    send: async (call) => {
      const { model, method, ids, params, context, timeoutMs } = call;
      const path = `/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`;
      const body = { ...params, ids, context };
      const answer = await link.request({ method: 'POST', path, body, headers: headers(), timeoutMs });
      if (answer.status === 404 && answer.text.includes('No database is selected')) throw unknownDatabase();
      const data = parseAnswer(answer, link.base.origin);
      if (answer.status === 200) return data;
      const failure = failureSchema.safeParse(data);
      if (!failure.success) throw unexpectedAnswer(answer, link.base.origin);
      throw odooError({ exception: failure.data.name, message: failure.data.message }, call);
    },
  };
}

/** Whose API key it is. */
export async function json2UserId(wire: Wire): Promise<number> {
  const context = await wire.send({ model: 'res.users', method: 'context_get' });
  return parseResult(z.object({ uid: z.number() }), context, 'context_get').uid;
}
