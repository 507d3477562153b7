import { ConfigurationError } from '../support/errors.js';
import type { OdooConnection } from './odoo-connection.js';
import { isRefusedLogin, refusedLogin, refusedOnline } from './odoo-login-errors.js';
import type { ServerVersion } from './server-version.js';
import type { HttpLink } from './transport/http-link.js';
import { DatabaseCookie } from './transport/database-cookie.js';
import { jsonRpcLogin, jsonRpcVersion, jsonRpcWire } from './transport/json-rpc.js';
import { json2UserId, json2Version, json2Wire } from './transport/json2.js';
import type { OdooProtocol } from './transport/odoo-transport.js';
import { type Persistence, type PersistenceDeps, persistReading } from './transport/persistent-transport.js';
import { isOdooOnline, notOdoo } from './transport/unexpected-answer.js';
import type { Wire } from './transport/wire.js';
import { xmlRpcLogin, xmlRpcVersion, xmlRpcWire } from './transport/xml-rpc.js';

export interface OpenedWire {
  wire: Wire;
  uid: number;
  serverVersion: ServerVersion;
}

/** Logs in over one protocol; `undefined` when this server doesn't offer it. */
type Opener = (
  link: HttpLink,
  connection: OdooConnection,
  attempt: Attempt,
) => Promise<OpenedWire | undefined>;
type Attempt = <T>(once: () => Promise<T>) => Promise<T>;

/** The first protocol of the configured ones (`auto`: json2 with an API key and no `basicAuth`, jsonrpc, xmlrpc) that the server offers. */
export async function openWire(
  link: HttpLink,
  connection: OdooConnection,
  persistence: Persistence,
  deps: PersistenceDeps,
): Promise<OpenedWire> {
  for (const protocol of candidates(connection)) {
    const attempt: Attempt = (once) => persistReading(once, persistence, deps);
    const opened = await openers[protocol](link, connection, attempt).catch((error: unknown) => {
      throw isOdooOnline(link.base) && isRefusedLogin(error) ? refusedOnline() : error;
    });
    if (opened) return opened;
  }
  throw notOffered(link, connection.protocol);
}

/** json2 sends its key in the header that a login at a server before Odoo needs. */
function candidates({ protocol, apiKey, basicAuth }: OdooConnection): OdooProtocol[] {
  if (protocol !== 'auto') return [protocol];
  return apiKey && !basicAuth ? ['json2', 'jsonrpc', 'xmlrpc'] : ['jsonrpc', 'xmlrpc'];
}

const openers: Readonly<Record<OdooProtocol, Opener>> = {
  json2: async (link, { apiKey }, attempt) => {
    if (!apiKey) throw noApiKey();
    const serverVersion = await attempt(() => json2Version(link));
    if (!serverVersion || serverVersion.major < 19) return undefined;
    const wire = json2Wire(link, { apiKey });
    return { wire, uid: await attempt(() => json2UserId(wire)), serverVersion };
  },
  jsonrpc: async (link, connection, attempt) => {
    const serverVersion = await attempt(() => jsonRpcVersion(link));
    if (!serverVersion) return undefined;
    const login = credentials(connection);
    const old = serverVersion.major < 16;
    // An old one gives no reason over JSON-RPC when the database is unknown.
    const uid = accepted(await attempt(() => (old ? xmlRpcLogin : jsonRpcLogin)(link, login)));
    const cookie = old ? new DatabaseCookie(link, login.database) : undefined;
    return { wire: jsonRpcWire(link, { ...login, uid }, cookie), uid, serverVersion };
  },
  xmlrpc: async (link, connection, attempt) => {
    const serverVersion = await attempt(() => xmlRpcVersion(link));
    if (!serverVersion) return undefined;
    const login = credentials(connection);
    const uid = accepted(await attempt(() => xmlRpcLogin(link, login)));
    return { wire: xmlRpcWire(link, { ...login, uid }), uid, serverVersion };
  },
};

function credentials({ database, username, apiKey, password }: OdooConnection) {
  const secret = apiKey ?? password;
  if (secret) return { database, username, secret };
  throw new ConfigurationError('There is neither a password nor an API key for Odoo', {
    code: 'odoo.no_credentials',
    hint: 'Set odoo.password or odoo.api_key.',
  });
}

function accepted(uid: number | undefined): number {
  if (uid === undefined) throw refusedLogin();
  return uid;
}

function noApiKey(): ConfigurationError {
  return new ConfigurationError('The protocol json2 needs an API key', {
    code: 'odoo.no_credentials',
    hint: 'Set odoo.api_key (in Odoo: Preferences, Account Security, New API Key), or another odoo.protocol.',
  });
}

function notOffered(link: HttpLink, protocol: OdooConnection['protocol']): ConfigurationError {
  if (protocol === 'auto' || protocol === 'jsonrpc') return notOdoo(link.base.origin + link.pathOf(''), 404);
  return new ConfigurationError(`The server at ${link.base.origin} does not offer ${protocol}`, {
    code: 'odoo.no_protocol',
    hint: 'Set odoo.protocol to auto; json2 is there from Odoo 19.',
  });
}
