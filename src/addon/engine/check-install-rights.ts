import type { OdooSession } from '../../odoo/connect.js';
import { hasModelAccess } from '../../odoo/model-access.js';
import { ConfigurationError } from '../../support/errors.js';

const models = [
  'res.groups',
  'ir.model',
  'ir.model.fields',
  'ir.model.access',
  'ir.model.data',
  'ir.rule',
  'ir.actions.server',
  'ir.actions.act_window',
  'ir.ui.view',
  'ir.ui.menu',
];

/** @throws ConfigurationError `odoo.access` naming every kind of record the user may not make */
export async function checkInstallRights(odoo: OdooSession): Promise<void> {
  const missing = await missingInstallRights(odoo);
  if (missing.length === 0) return;
  throw new ConfigurationError(`The Odoo user may not create ${missing.join(', ')}`, {
    code: 'odoo.access',
    hint: 'Install, upgrade and uninstall as a user with Administration / Settings; the bridge itself needs no such user.',
  });
}

/** The kinds of records the user may not make; none for an administrator. */
export async function missingInstallRights(odoo: OdooSession): Promise<string[]> {
  const allowed = await Promise.all(models.map((model) => hasModelAccess(odoo, model, 'create')));
  return models.filter((_, index) => allowed[index] !== true);
}
