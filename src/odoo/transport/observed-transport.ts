import { BridgeError } from '../../support/errors.js';
import type { OdooTransport } from './odoo-transport.js';

/** Told of each call when it is over; `status` is `ok` or the code of its failure. */
export type ObserveOdoo = (call: { route: string; status: string }) => void;

/** The same transport, with someone who counts. */
export function observedTransport(transport: OdooTransport, observe: ObserveOdoo): OdooTransport {
  return {
    protocol: transport.protocol,
    get calls() {
      return transport.calls;
    },
    async call(call) {
      const route = `${call.model}.${call.method}`;
      try {
        const result = await transport.call(call);
        observe({ route, status: 'ok' });
        return result;
      } catch (error) {
        observe({ route, status: error instanceof BridgeError ? error.code : 'failed' });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
