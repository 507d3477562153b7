import { createDatabase, dropDatabase } from './databases.js';
import type { OdooVersion, VersionFacts } from './odoo-version.js';
import { installModules, runOdooShell } from './run-odoo.js';
import type { StagingPaths } from './staging-paths.js';

/** Makes `tmpl_bare`: Odoo with contacts only, whose clones carry their attachments with them. */
export async function prepareBareTemplate(
  version: OdooVersion,
  facts: VersionFacts,
  paths: StagingPaths,
): Promise<void> {
  await dropDatabase(version, 'tmpl_bare');
  await installModules(facts, paths, 'tmpl_bare', ['contacts']);
  await runOdooShell(facts, paths, 'tmpl_bare', keepAttachmentsInDatabase);
}

/** Makes `tmpl` from `tmpl_bare`: mass_mailing on top. */
export async function prepareTemplate(version: OdooVersion, facts: VersionFacts, paths: StagingPaths): Promise<void> {
  await dropDatabase(version, 'tmpl');
  await createDatabase(version, 'tmpl', 'tmpl_bare');
  await installModules(facts, paths, 'tmpl', ['mass_mailing']);
}

/** Makes `staging`, the database for people, from `tmpl`. */
export async function prepareStagingDatabase(version: OdooVersion): Promise<void> {
  await dropDatabase(version, 'staging');
  await createDatabase(version, 'staging');
}

// A clone of the database does not clone the folder Odoo otherwise keeps its attachments in.
const keepAttachmentsInDatabase = `
env['ir.config_parameter'].sudo().set_param('ir_attachment.location', 'db')
env['ir.attachment'].force_storage()
env.cr.commit()
`;
