import type { OdooSession } from '../../../src/odoo/connect.js';
import { TransientError } from '../../../src/support/errors.js';

const reading = ['search_read', 'search_count', 'read', 'fields_get', 'has_access', 'check_access_rights'];

/** Dies at the n-th writing call (1 for the first): `before` it reached Odoo, or `after` Odoo has done it. */
export function dyingSession(session: OdooSession, at: number, when: 'before' | 'after'): OdooSession {
  let writes = 0;
  return {
    ...session,
    transport: {
      protocol: session.transport.protocol,
      calls: 0,
      close: () => Promise.resolve(),
      call: async (call) => {
        if (reading.includes(call.method)) return session.transport.call(call);
        writes += 1;
        if (writes === at && when === 'before') throw killed();
        const answer = await session.transport.call(call);
        if (writes === at) throw killed();
        return answer;
      },
    },
  };
}

export const killed = (): TransientError => new TransientError('killed', { code: 'test.killed' });

/** Runs `work` and tells whether it got through or was killed. */
export async function survives(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof TransientError && error.code === 'test.killed') return false;
    throw error;
  }
}
