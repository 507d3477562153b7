import { type BridgeError, ConfigurationError } from '../../support/errors.js';
import type { HttpAnswer } from '../../support/http/http-client.js';
import { refusedBeforeOdoo } from '../odoo-login-errors.js';
import { WireFailure } from './wire.js';

type Answer = Pick<HttpAnswer, 'status' | 'text' | 'location'>;

/** The body as JSON; throws what an answer that isn't JSON means. */
export function parseAnswer(answer: Answer, where: string): unknown {
  try {
    return JSON.parse(answer.text) as unknown;
  } catch {
    throw unexpectedAnswer(answer, where);
  }
}

/** JSON, or an answer of XML-RPC. */
const startOfData = /^\s*([[{]|(<\?xml[^>]*>\s*)?<methodResponse)/;

/** What it means when something else than Odoo's data came back: a proxy's page, another site, a cut-off body. */
export function unexpectedAnswer(answer: Answer, where: string): BridgeError | WireFailure {
  const { status, text, location } = answer;
  if (status >= 300 && status < 400) return redirected(where, location);
  const refused = refusals[status];
  if (refused !== undefined) return refused(where, status);
  if (status === 503 || status === 429) {
    return new WireFailure(
      'not-done',
      'odoo.unavailable',
      `Odoo at ${where} is not available for now (${status})`,
    );
  }
  if (status >= 500) {
    return new WireFailure(
      'unknown',
      'odoo.unavailable',
      `Odoo at ${where} answered with an error page (${status})`,
    );
  }
  if (status === 200 && startOfData.test(text)) {
    return new WireFailure('unknown', 'odoo.connection_lost', `The answer of Odoo at ${where} was cut off`);
  }
  return notOdoo(where, status);
}

/** Hosts of Odoo Online, and of odoo.sh. */
export function isOdooOnline({ hostname }: URL): boolean {
  return /(^|\.)odoo\.com$/u.test(hostname);
}

/** A page of status 403: of Odoo Online, a proxy or a firewall; Odoo itself says no in its own words. */
function turnedAway(where: string, status: number): ConfigurationError {
  const advice = 'Let this machine through at the proxy or firewall in front of Odoo';
  const online =
    'Odoo Online opens its API on the Custom plan only; if that is yours, a firewall may stop this machine';
  return new ConfigurationError(`A server in front of Odoo at ${where} turns the call away (${status})`, {
    code: 'odoo.turned_away',
    hint: `${isOdooOnline(new URL(where)) ? online : advice}. HTTPS_PROXY may name a wrong way, too.`,
  });
}

/** Of what stands in front of Odoo. */
const refusals: Readonly<Record<number, (where: string, status: number) => ConfigurationError>> = {
  401: refusedBeforeOdoo,
  403: turnedAway,
  407: turnedAway,
  413: tooLarge,
  451: turnedAway,
};

function tooLarge(where: string): ConfigurationError {
  return new ConfigurationError(`A proxy in front of Odoo at ${where} refuses requests of this size (413)`, {
    code: 'odoo.too_large',
    hint: 'Raise the size limit of the proxy (nginx: client_max_body_size).',
  });
}

export function notOdoo(where: string, status: number): ConfigurationError {
  return new ConfigurationError(`What answers at ${where} is not Odoo's API (status ${status})`, {
    code: 'odoo.not_odoo',
    hint: 'Check odoo.url, a path prefix included, and that no login page or proxy stands in front of it.',
  });
}

function redirected(where: string, location: string): ConfigurationError {
  return new ConfigurationError(`${where} redirects to ${location.split('?')[0] ?? ''}`, {
    code: 'odoo.redirect',
    hint: 'Put the address it redirects to in odoo.url (often https instead of http).',
  });
}
