import { ConfigurationError } from '../support/errors.js';
import type { OdooVersion } from './odoo-version.js';
import { runOdooShell, type OdooProgram } from './run-odoo.js';

/** Gives the administrator of `tmpl`, and thereby of all its clones, a new API key and returns it. */
export async function generateApiKey(version: OdooVersion, odoo: OdooProgram): Promise<string> {
  const printed = await runOdooShell(odoo, 'tmpl', script(version));
  const key = /api-key=([0-9a-f]+)/.exec(printed)?.[1];
  if (key !== undefined) return key;
  throw new ConfigurationError(`Odoo ${version} made no API key`, {
    code: 'staging.api_key',
    hint: `See ${odoo.log}, then run the same command again.`,
  });
}

/** Odoo 19 asks for an expiry date; 14 does not know any. */
function script(version: OdooVersion): string {
  const expiry = version >= 19 ? ', datetime.datetime.now() + datetime.timedelta(days=3650)' : '';
  return `
import datetime
user = env.ref('base.user_admin')
keys = env['res.users.apikeys'].with_user(user)
key = keys._generate('rpc', 'staging'${expiry})
env.cr.commit()
print('api-key=' + key)
`;
}
