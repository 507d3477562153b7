import { z } from 'zod';
import { parseResult } from './parse-result.js';
import type { ServerVersion } from './server-version.js';
import type { OdooTransport } from './transport/odoo-transport.js';

export type Operation = 'read' | 'write' | 'create' | 'unlink';

/** Whether the user of the session has a right on a model as a whole; single records may still be closed to it. */
export async function hasModelAccess(
  { transport, serverVersion }: { transport: OdooTransport; serverVersion: ServerVersion },
  model: string,
  operation: Operation,
): Promise<boolean> {
  // 18.0 brought the one, 19.0 has no longer the other.
  const allowed =
    serverVersion.major >= 18
      ? await transport.call({ model, method: 'has_access', ids: [], params: { operation } })
      : await transport.call({
          model,
          method: 'check_access_rights',
          params: { operation, raise_exception: false },
        });
  return parseResult(z.boolean(), allowed, `the question for ${operation} on ${model}`);
}
