import { createDatabase, dropDatabase } from './databases.js';
import type { OdooVersion } from './odoo-version.js';
import { installModules, runOdooShell, type OdooProgram } from './run-odoo.js';
import type { Step } from './step.js';
import { ConfigurationError } from '../support/errors.js';

/** The steps that turn an empty PostgreSQL into the templates and the database `staging`. */
export function databaseSteps(
  version: OdooVersion,
  odoo: OdooProgram,
  keep: (apiKey: string) => void,
): Step[] {
  return [
    {
      name: 'bare',
      title: 'creating an Odoo database (a minute or two)',
      run: () => prepareBareTemplate(version, odoo),
    },
    { name: 'template', title: 'installing mass_mailing', run: () => prepareTemplate(version, odoo) },
    {
      name: 'api-key',
      title: 'generating an API key',
      run: async () => keep(await generateApiKey(version, odoo)),
    },
    { name: 'apps', title: 'installing crm and event', run: () => prepareAppsTemplate(version, odoo) },
    { name: 'database', title: 'cloning the database', run: () => prepareStagingDatabase(version) },
  ];
}

/** Makes `tmpl_bare`: Odoo with contacts only, whose clones carry their attachments with them. */
async function prepareBareTemplate(version: OdooVersion, odoo: OdooProgram): Promise<void> {
  await dropDatabase(version, 'tmpl_bare');
  await installModules(odoo, 'tmpl_bare', ['contacts']);
  await runOdooShell(odoo, 'tmpl_bare', keepAttachmentsInDatabase);
}

/** Makes `tmpl` from `tmpl_bare`: mass_mailing on top. */
async function prepareTemplate(version: OdooVersion, odoo: OdooProgram): Promise<void> {
  await dropDatabase(version, 'tmpl');
  await createDatabase(version, 'tmpl', 'tmpl_bare');
  await installModules(odoo, 'tmpl', ['mass_mailing']);
}

/** Makes `tmpl_apps` from `tmpl`: the apps whose records may be sources of people, too. */
async function prepareAppsTemplate(version: OdooVersion, odoo: OdooProgram): Promise<void> {
  await dropDatabase(version, 'tmpl_apps');
  await createDatabase(version, 'tmpl_apps');
  await installModules(odoo, 'tmpl_apps', ['crm', 'event']);
}

async function prepareStagingDatabase(version: OdooVersion): Promise<void> {
  await dropDatabase(version, 'staging');
  await createDatabase(version, 'staging', 'tmpl_apps');
}

// A clone of the database does not clone the folder Odoo otherwise keeps its attachments in. Naming
// res_field makes the search find the attachments behind image fields too.
const keepAttachmentsInDatabase = `
env['ir.config_parameter'].sudo().set_param('ir_attachment.location', 'db')
domain = [('store_fname', '!=', False), '|', ('res_field', '=', False), ('res_field', '!=', False)]
attachments = env['ir.attachment'].search(domain)
[attachment.write({'raw': attachment.raw, 'mimetype': attachment.mimetype}) for attachment in attachments]
env.cr.commit()
`;

/** Gives the administrator of `tmpl`, and thereby of all its clones, a new API key and returns it. */
async function generateApiKey(version: OdooVersion, odoo: OdooProgram): Promise<string> {
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
