import type { Clock } from '../support/clock.js';
import { ConfigurationError, RecordError } from '../support/errors.js';
import { onceIn } from '../support/once.js';
import { hasModelAccess, type Operation } from './model-access.js';
import type { ServerVersion } from './server-version.js';
import type { OdooCall, OdooTransport } from './transport/odoo-transport.js';

const writing: Readonly<Record<string, Operation>> = { create: 'create', write: 'write', unlink: 'unlink' };
/** `Contact (res.partner)`: how Odoo names a model in what it says, in each language. */
const modelInWords = /\(([a-z]\w*(?:\.\w+)+)\)/gu;

type MayDo = (model: string, operation: Operation) => Promise<boolean>;

const freshMs = 60_000;
const writtenThrough = new Set([
  ...['mailing.contact', 'mailing.subscription', 'mailing.contact.subscription'],
  'res.partner.category',
]);

/**
 * The same transport, which tells what is closed to the user for this record (a record rule, the partner of a colleague,
 * another company) from what the user may not do at all: the first is a RecordError (B59). A refusal costs a question or
 * two more, at most once a minute.
 */
export function withRecordRefusals(
  transport: OdooTransport,
  serverVersion: ServerVersion,
  clock: Clock,
): OdooTransport {
  const asked = new Map<string, () => Promise<boolean>>();
  const mayDo: MayDo = (model, operation) => {
    const question = `${operation} ${model}`;
    const ask = onceIn(freshMs, clock, () => hasModelAccess({ transport, serverVersion }, model, operation));
    const known = asked.get(question) ?? ask;
    asked.set(question, known);
    return known();
  };
  return {
    protocol: transport.protocol,
    get calls() {
      return transport.calls;
    },
    async call(call) {
      try {
        return await transport.call(call);
      } catch (error) {
        throw await refusalOf(error, call, mayDo);
      }
    },
    close: () => transport.close(),
  };
}

async function refusalOf(error: unknown, call: OdooCall, mayDo: MayDo): Promise<unknown> {
  const operation = writing[call.method];
  if (!(error instanceof ConfigurationError) || error.code !== 'odoo.access' || operation === undefined)
    return error;
  const models = concerned(call, error.message);
  if (models.length === 0) return error;
  for (const model of models) if (!(await mayDo(model, operation))) return error;
  return new RecordError(error.message, {
    code: error.code,
    hint: 'A rule of Odoo closes this record to the bridge’s user: of another company, or the partner of a user of Odoo. Change it by hand in Odoo, or change the rule; all others are done.',
    cause: error,
  });
}

/**
 * The models whose rights decide: the one that was called, and those of people that are written through it. What stands
 * for the set-up of Odoo or of the bridge is never one record among others.
 */
function concerned({ model }: OdooCall, message: string): string[] {
  if (/^(ir\.|x_mailchimp_|res\.users$)/u.test(model)) return [];
  const named = [...message.matchAll(modelInWords)].map(([, name = '']) => name);
  const through = named.filter((name) => writtenThrough.has(name));
  // Through a mailing list its contacts are written: the list itself is then not what is refused.
  if (model === 'mailing.list') return named.includes(model) ? [] : through;
  return [...new Set([model, ...through])];
}
