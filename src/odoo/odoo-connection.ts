import type { Secret } from '../support/secret.js';
import type { OdooProtocol } from './transport/odoo-transport.js';

export interface OdooConnection {
  /** Where Odoo answers, a path prefix included. */
  url: string;
  database: string;
  username: string;
  password?: Secret;
  /** Preferred to the password; json2 works with nothing else. */
  apiKey?: Secret;
  protocol: 'auto' | OdooProtocol;
  /** Code of the language names, tags and labels are in, as `fr_FR` [the user's]. */
  lang?: string;
  /** Time zone of dates, of the IANA [the user's]. */
  timezone?: string;
  /** Ids of the companies worked for [all of the user's]. */
  companies?: readonly number[];
  /** Milliseconds for one call [120 000]. */
  timeoutMs?: number;
  /** [4] */
  maxConnections?: number;
  /** How long a run waits for an Odoo that went away in the middle of it, in milliseconds [60 000]. */
  reconnectMs?: number;
  tls?: { ca?: string; rejectUnauthorized?: boolean };
  /** Login at a server before Odoo (HTTP Basic); json2 has no place for it (B63). */
  basicAuth?: { username: string; password: Secret };
  /** Address of a proxy on the way to an Odoo over TLS (B63). */
  proxy?: string;
}
