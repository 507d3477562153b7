import { z } from 'zod';
import { ConfigurationError, isRecordError } from '../../support/errors.js';
import type { OdooSession } from '../connect.js';
import { searchRead } from '../records/search-read.js';

const user = z.object({ id: z.number() });

/**
 * Which of these users are no colleagues: whoever opens the link in a mail without a login, and users of the portal.
 * Null where the bridge's user may not see it.
 */
export async function visitorsAmong(
  { transport }: OdooSession,
  userIds: readonly number[],
): Promise<ReadonlySet<number> | null> {
  if (userIds.length === 0) return new Set();
  const domain = [
    ['id', 'in', userIds],
    ['share', '=', true],
    ['active', 'in', [true, false]],
  ];
  try {
    const found = await searchRead(transport, { model: 'res.users', domain, fields: ['id'], row: user });
    return new Set(found.map(({ id }) => id));
  } catch (error) {
    if (error instanceof ConfigurationError || isRecordError(error)) return null;
    throw error;
  }
}
