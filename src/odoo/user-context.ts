import { z } from 'zod';
import { ConfigurationError } from '../support/errors.js';
import type { OdooConnection } from './odoo-connection.js';
import { countRecords } from './records/count-records.js';
import type { OdooTransport } from './transport/odoo-transport.js';

/** What every call says of who asks: in which language, at what time of day and for which companies (B60, B61). */
export interface UserContext {
  lang?: string;
  tz?: string;
  allowed_company_ids?: readonly number[];
}

const text = z.union([z.string(), z.literal(false)]).optional();
/** Of a user without a language or a time zone Odoo says false. */
const ownSchema = z.array(z.object({ lang: text, tz: text })).catch([]);

/**
 * The account's language, time zone and companies, and where it names none the user's own; companies that nobody names are
 * left to Odoo, which takes all of the user's. One call, and one more where a language is named.
 * @throws ConfigurationError `odoo.lang` for a language that isn't installed: up to 18 Odoo would take English without a word
 */
export async function readUserContext(
  transport: OdooTransport,
  uid: number,
  { lang, timezone, companies }: Pick<OdooConnection, 'lang' | 'timezone' | 'companies'>,
): Promise<UserContext> {
  // Everybody may read it of themselves; `context_get` has no form over XML-RPC on 14 (odoo-api §1).
  const read = { model: 'res.users', method: 'read', ids: [uid], params: { fields: ['lang', 'tz'] } };
  const [own = {}] = ownSchema.parse(await transport.call(read));
  if (lang !== undefined && (await countRecords(transport, 'res.lang', [['code', '=', lang]])) === 0)
    throw notInstalled(lang);
  const [spoken, tz] = [lang ?? own.lang, timezone ?? own.tz];
  return {
    ...(spoken ? { lang: spoken } : {}),
    ...(tz ? { tz } : {}),
    ...(companies === undefined ? {} : { allowed_company_ids: companies }),
  };
}

/** The same transport, on which every call has the context; what a call says itself counts more. */
export function withUserContext(transport: OdooTransport, context: UserContext): OdooTransport {
  return {
    protocol: transport.protocol,
    get calls() {
      return transport.calls;
    },
    call: (call) => transport.call({ ...call, context: { ...context, ...call.context } }),
    close: () => transport.close(),
  };
}

function notInstalled(lang: string): ConfigurationError {
  return new ConfigurationError(`Odoo has no language ${lang} installed`, {
    code: 'odoo.lang',
    hint: 'Install it in Odoo (Settings, Languages), or correct odoo.lang.',
  });
}
