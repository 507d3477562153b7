import type { OdooSession } from '../../src/odoo/connect.js';

/** A user of the portal, who may neither read nor write mailing contacts. */
export async function portalUser({
  transport,
  serverVersion,
}: OdooSession): Promise<{ username: string; password: string }> {
  const [reference] = (await transport.call({
    model: 'ir.model.data',
    method: 'search_read',
    params: {
      domain: [
        ['module', '=', 'base'],
        ['name', '=', 'group_portal'],
      ],
      fields: ['res_id'],
    },
  })) as { res_id: number }[];
  const username = `portal-${transport.protocol}`;
  const groups = serverVersion.major >= 19 ? 'group_ids' : 'groups_id';
  const user = {
    name: username,
    login: username,
    password: 'portal-password',
    [groups]: [[6, 0, [reference?.res_id]]],
  };
  await transport.call({
    model: 'res.users',
    method: 'create',
    params: { vals_list: [user] },
    context: { no_reset_password: true },
  });
  return { username, password: user.password };
}
