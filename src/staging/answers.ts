const version = {
  jsonrpc: '2.0',
  method: 'call',
  params: { service: 'common', method: 'version', args: [] },
};

/** Whether an Odoo answers at this URL. */
export async function answers(url: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(version);
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(`${url}/jsonrpc`, { method: 'POST', headers, body, signal });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}
