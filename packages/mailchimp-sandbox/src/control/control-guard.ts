import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a control call may pass: no page of another origin may steer the sandbox through somebody's browser,
 * and where an admin token is set it has to be shown (`Authorization: Bearer`, `X-Admin-Token`, or the cookie
 * of the page).
 */
export function controlGuard(
  request: Request,
  { adminToken, cookie }: { adminToken: string | undefined; cookie: string | undefined },
): 'pass' | 'foreign' | 'token' {
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== new URL(request.url).origin) return 'foreign';
  if (request.headers.get('sec-fetch-site') === 'cross-site' && request.method !== 'GET') return 'foreign';
  if (adminToken === undefined || adminToken === '') return 'pass';
  return shownTokens(request, cookie).some((token) => same(token, adminToken)) ? 'pass' : 'token';
}

function shownTokens(request: Request, cookie: string | undefined): string[] {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const header = request.headers.get('x-admin-token');
  return [bearer, header, cookie].filter((token) => typeof token === 'string');
}

function same(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
