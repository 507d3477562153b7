export type OdooProtocol = 'json2' | 'jsonrpc' | 'xmlrpc';

/** One method call, in the shape of Odoo's JSON-2: everything by name, the record ids beside it. */
export interface OdooCall {
  model: string;
  method: string;
  /** The records the method works on; leave out for methods of the model as a whole (`search`, `create`). */
  ids?: readonly number[];
  /** Arguments by the name they have in the newest Odoo (`domain`, `vals_list`, `vals`, `fields`). */
  params?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>>;
  /** Milliseconds for the whole call; the connection's own time-out when left out. */
  timeoutMs?: number;
}

export interface OdooTransport {
  readonly protocol: OdooProtocol;
  /** Number of HTTP calls made so far, those for the login and the retries included. */
  readonly calls: number;
  /**
   * Result as plain JSON-like data, to be parsed by the caller. Rejects with a BridgeError; after
   * `odoo.outcome_unknown` the caller has to look what happened before it does the same again.
   */
  call(call: OdooCall): Promise<unknown>;
  close(): Promise<void>;
}
