import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../../src/sandbox/mailchimp/start-sandbox.js';
import type { Sandbox } from '../../../src/sandbox/mailchimp/start-sandbox.js';

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

  it('takes nothing from a page of another origin', async () => {
    expect(await reset(open, { origin: 'https://elsewhere.example' })).toBe(403);
    expect(await reset(open, { origin: open.origin })).toBe(200);
  });

  it('refuses a port that is taken', async () => {
    await expect(startSandbox({ port: open.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
