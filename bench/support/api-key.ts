import type { OdooSession } from '../../src/odoo/connect.js';
import { Secret } from '../../src/support/secret.js';

const parameter = 'bench.api_key';
const code = `
expiry = datetime.datetime.now() + datetime.timedelta(hours=1)
key = env['res.users.apikeys']._generate('rpc', 'bench', expiry)
env['ir.config_parameter'].sudo().set_param('${parameter}', key)`;

/** An API key for the session's user, good for an hour, made where only a server action can make one. */
export async function makeApiKey({ transport }: OdooSession): Promise<Secret> {
  const create = (model: string, values: object) =>
    transport.call({ model, method: 'create', params: { vals_list: [values] } }) as Promise<number[]>;
  const [model] = (await transport.call({
    model: 'ir.model',
    method: 'search',
    params: { domain: [['model', '=', 'res.users']] },
  })) as number[];
  const ids = await create('ir.actions.server', { name: 'Bench key', model_id: model, state: 'code', code });
  await transport.call({ model: 'ir.actions.server', method: 'run', ids });
  await transport.call({ model: 'ir.actions.server', method: 'unlink', ids });
  const domain = [['key', '=', parameter]];
  const rows = (await transport.call({
    model: 'ir.config_parameter',
    method: 'search_read',
    params: { domain, fields: ['value'] },
  })) as { id: number; value: string }[];
  await transport.call({ model: 'ir.config_parameter', method: 'unlink', ids: rows.map((row) => row.id) });
  return new Secret(rows[0]?.value ?? '');
}
