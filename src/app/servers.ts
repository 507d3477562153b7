import type { AccountConfig } from '../config/account-config.js';
import { createMailchimp, type Mailchimp } from '../mailchimp/create-mailchimp.js';
import { connectOdoo, type OdooSession } from '../odoo/connect.js';
import { observedTransport } from '../odoo/transport/observed-transport.js';
import type { Clock } from '../support/clock.js';
import type { Lease } from '../store/leases.js';
import { once } from '../support/once.js';
import type { OpenHttp } from '../support/http/http-client.js';
import { freePass, type PassGate, type WriteGate } from '../support/write-gate.js';
import { mailchimpConnection, odooConnection } from './connections.js';

export interface OpenServers {
  odoo: OdooSession;
  mailchimp: Mailchimp;
}

/** The two servers of an account, called when they are first needed. */
export interface Servers {
  /** The same as before, if that worked. */
  open(): Promise<OpenServers>;
  /** The next `open` makes new ones: another Odoo may answer by now, or the same one in another version. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface ServersDeps {
  clock: Clock;
  observe?: (call: { side: 'mailchimp' | 'odoo'; route: string; status: string }) => void;
  /** The right to write of the work that asks (B71). */
  gate: WriteGate<Lease>;
  /** The way to both servers [createHttpClient]. */
  openHttp?: OpenHttp;
}

export function lazyServers(config: AccountConfig, deps: ServersDeps): Servers {
  let opening: Promise<OpenServers | null> = Promise.resolve(null);
  const connect = (): Promise<OpenServers> => {
    const servers = openBoth(config, deps);
    opening = servers.catch(() => null);
    return servers;
  };
  let open = once(connect);
  const reset = async (): Promise<void> => {
    const old = opening;
    opening = Promise.resolve(null);
    open = once(connect);
    const servers = await old;
    await servers?.odoo.close();
    await servers?.mailchimp.close();
  };
  return { open: () => open(), reset, close: reset };
}

async function openBoth(config: AccountConfig, deps: ServersDeps): Promise<OpenServers> {
  const { clock, observe, gate, openHttp } = deps;
  const askWrite = (): PassGate => {
    const lease = gate.right();
    return lease === null ? freePass : () => lease.confirm();
  };
  const common = { clock, askWrite, ...(openHttp === undefined ? {} : { openHttp }) };
  const mailchimp = createMailchimp(mailchimpConnection(config), {
    ...common,
    ...(observe === undefined
      ? {}
      : {
          observe: ({ method, route, status }) =>
            observe({ side: 'mailchimp', route: `${method} ${route}`, status }),
        }),
  });
  try {
    const odoo = await connectOdoo(odooConnection(config), common);
    if (observe === undefined) return { mailchimp, odoo };
    const tell = (call: { route: string; status: string }): void => observe({ side: 'odoo', ...call });
    return { mailchimp, odoo: { ...odoo, transport: observedTransport(odoo.transport, tell) } };
  } catch (error) {
    await mailchimp.close();
    throw error;
  }
}
