import { createDatabase, dropDatabase } from './databases.js';
import { generateApiKey } from './generate-api-key.js';
import type { OdooVersion } from './odoo-version.js';
import { installModules, runOdooShell, type OdooProgram } from './run-odoo.js';
import type { Step } from './step.js';

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
