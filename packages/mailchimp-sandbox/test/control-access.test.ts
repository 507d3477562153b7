import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../src/start-sandbox.js';
import type { Sandbox } from '../src/start-sandbox.js';

describe('Access to the control API', () => {
  let open: Sandbox;
  let guarded: Sandbox;

  beforeAll(async () => {
    open = await startSandbox();
    guarded = await startSandbox({ adminToken: 'let-me-in' });
  });
  afterAll(async () => {
    await open.close();
    await guarded.close();
  });

  const reset = async (sandbox: Sandbox, headers: Record<string, string> = {}): Promise<number> =>
    (await fetch(`${sandbox.origin}/_sandbox/reset`, { method: 'POST', headers })).status;

  it('is open without a token, closed with one that is not shown', async () => {
    expect(await reset(open)).toBe(200);
    expect(await reset(guarded)).toBe(401);
    expect(await reset(guarded, { 'x-admin-token': 'wrong' })).toBe(401);
    expect(await reset(guarded, { 'x-admin-token': 'let-me-in' })).toBe(200);
    expect(await reset(guarded, { authorization: 'Bearer let-me-in' })).toBe(200);
  });

  it('takes the token from the cookie of the page, and a spoilt cookie for none', async () => {
    const page = async (cookie: string): Promise<number> =>
      (await fetch(`${guarded.origin}/_sandbox/`, { headers: { cookie } })).status;

    expect(await page('sandbox_token=let-me-in')).toBe(200);
    expect(await page('sandbox_token=%E0%A4%A')).toBe(401);
    expect(await page('other=1; sandbox_token=wrong')).toBe(401);
  });

  it('answers a form that is none with a page that says so', async () => {
    const answer = await fetch(`${open.origin}/_sandbox/page/persona`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data' },
      body: 'no form',
    });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('This form can’t be read.');
  });

  it('takes nothing from a page of another origin', async () => {
    expect(await reset(open, { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await reset(open, { origin: open.origin })).toBe(200);
  });

  it('refuses a port that is taken', async () => {
    await expect(startSandbox({ port: open.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
