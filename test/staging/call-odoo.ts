import type { TestOdoo } from '../support/staging/describe-odoo.js';

type Login = Pick<TestOdoo, 'url' | 'database' | 'password'>;

/** Calls a method as the administrator, with nothing of the product in between. */
export async function callOdoo(
  odoo: Login,
  model: string,
  method: string,
  args: unknown[],
): Promise<unknown> {
  const call = {
    service: 'object',
    method: 'execute_kw',
    args: [odoo.database, 2, odoo.password, model, method, args],
  };
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', params: call });
  const response = await fetch(`${odoo.url}/jsonrpc`, { method: 'POST', headers, body });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(error.message);
  return result;
}
