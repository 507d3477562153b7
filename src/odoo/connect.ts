import type { Clock } from '../support/clock.js';
import type { OpenHttp } from '../support/http/http-client.js';
import type { AskWrite } from '../support/write-gate.js';
import { detectCapabilities, type OdooCapabilities } from './capabilities.js';
import type { OdooConnection } from './odoo-connection.js';
import { openWire } from './open-wire.js';
import { withRecordRefusals } from './record-refusals.js';
import { HttpLink, type LinkOptions } from './transport/http-link.js';
import type { OdooTransport } from './transport/odoo-transport.js';
import { persistentTransport } from './transport/persistent-transport.js';
import type { ServerVersion } from './server-version.js';
import { readUserContext, withUserContext } from './user-context.js';

export type { OdooConnection };

export interface OdooSession {
  transport: OdooTransport;
  uid: number;
  serverVersion: ServerVersion;
  capabilities: OdooCapabilities;
  /** That the calls are for (B60); undefined: all of the user's. */
  companies: readonly number[] | undefined;
  /** Of names and labels (B61); undefined: Odoo's own, English. */
  lang: string | undefined;
  /** Of the dates (B61), of the IANA; undefined: UTC. */
  timezone: string | undefined;
  close(): Promise<void>;
}

/** At start-up a wrong address should be told at once; in a run a restart of Odoo should be sat out. */
const whileConnecting = { attempts: 2, reconnectMs: 0 };
const inRun = { attempts: 3, reconnectMs: 60_000 };

/**
 * Finds the protocol, logs in and looks at what this Odoo can do. Rejects with UnreachableError, LoginError
 * (`odoo.login`, `odoo.database`) or ConfigurationError (`odoo.missing_model`, `odoo.access`, `odoo.not_odoo` …).
 */
export async function connectOdoo(
  connection: OdooConnection,
  deps: { clock: Clock; random?: () => number; askWrite?: AskWrite; openHttp?: OpenHttp },
): Promise<OdooSession> {
  const link = new HttpLink(linkOptions(connection), deps.openHttp);
  const patience = { clock: deps.clock, random: deps.random ?? Math.random };
  try {
    const { wire, uid, serverVersion } = await openWire(link, connection, whileConnecting, patience);
    const looking = persistentTransport(link, wire, whileConnecting, patience);
    const context = await readUserContext(looking, uid, connection);
    const capabilities = await detectCapabilities(withUserContext(looking, context));
    const persistence = { ...inRun, reconnectMs: connection.reconnectMs ?? inRun.reconnectMs };
    const { askWrite } = deps;
    const persistent = persistentTransport(link, wire, persistence, {
      ...patience,
      ...(askWrite ? { askWrite } : {}),
    });
    const transport = withRecordRefusals(withUserContext(persistent, context), serverVersion, deps.clock);
    const { tz: timezone, lang, allowed_company_ids: companies } = context;
    const about = { uid, serverVersion, capabilities, companies, lang, timezone };
    return { transport, ...about, close: () => transport.close() };
  } catch (error) {
    link.close();
    throw error;
  }
}

function linkOptions(connection: OdooConnection): LinkOptions {
  return {
    url: connection.url,
    database: connection.database,
    timeoutMs: connection.timeoutMs ?? 120_000,
    maxConnections: connection.maxConnections ?? 4,
    ...(connection.tls ? { tls: connection.tls } : {}),
    ...(connection.basicAuth ? { basicAuth: connection.basicAuth } : {}),
    ...(connection.proxy === undefined ? {} : { proxy: connection.proxy }),
  };
}
