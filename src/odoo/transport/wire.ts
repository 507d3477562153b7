import type { OdooCall, OdooProtocol } from './odoo-transport.js';

/** One protocol, one attempt: no retries here. Rejects with a BridgeError (Odoo answered) or a WireFailure. */
export interface Wire {
  readonly protocol: OdooProtocol;
  send(call: OdooCall): Promise<unknown>;
}

/**
 * What a failed attempt may have done in Odoo: `not-sent`, the request never left; `not-done`, it arrived and
 * was turned away; `unknown`, it was sent and no whole answer came back.
 */
export type Trace = 'not-sent' | 'not-done' | 'unknown';

/** The way to Odoo failed, not the call. `message` is one line without addresses of people or credentials. */
export class WireFailure extends Error {
  constructor(
    readonly trace: Trace,
    /** Code of the error this becomes when the call may simply be made again. */
    readonly code: 'odoo.unreachable' | 'odoo.unavailable' | 'odoo.timeout' | 'odoo.connection_lost',
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'WireFailure';
  }
}
