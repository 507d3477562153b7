import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { controlGuard } from './control-guard.js';

const tokenCookie = 'sandbox_token';

export interface GuardOptions {
  readonly adminToken: string | undefined;
  /** After every call that may have changed something. */
  readonly settled: () => void;
}

/**
 * Lets through to the control API and the page who may pass. A browser shows the token once as `?token=` and
 * keeps it in a cookie.
 */
export function guardControl({ adminToken, settled }: GuardOptions): MiddlewareHandler {
  return async (c, next) => {
    const token = c.req.query('token');
    if (token !== undefined && c.req.method === 'GET') {
      setCookie(c, tokenCookie, token, { httpOnly: true, sameSite: 'Strict', path: '/_sandbox' });
      return c.redirect(c.req.path);
    }
    const verdict = controlGuard(c.req.raw, { adminToken, cookie: getCookie(c, tokenCookie) });
    if (verdict === 'foreign')
      return c.json({ error: 'This call comes from a page of another origin.' }, 403);
    if (verdict === 'token') {
      return c.json({ error: 'The control API needs the admin token; a browser shows it as ?token=…' }, 401);
    }
    await next();
    if (c.req.method !== 'GET') settled();
    return undefined;
  };
}
