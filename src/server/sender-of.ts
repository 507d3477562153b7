import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * Address of who has sent a request, for the log. What `X-Forwarded-For` says is believed only behind a proxy of one's
 * own, and of it the last entry: that is the proxy's word, and those before are anybody's.
 */
export function senderOf(c: Context, { trustProxy }: { trustProxy: boolean }): string | null {
  const told = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (told !== undefined && told !== '') return told.slice(0, longestAddress);
  return getConnInfo(c).remote.address ?? null;
}

const longestAddress = 45;
