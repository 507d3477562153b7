import { ConfigurationError } from '../support/errors.js';
import type { OdooSession } from './connect.js';
import { hasModelAccess, type Operation } from './model-access.js';
import { contactCreation, emailMarketing } from './odoo-error-builders.js';

/**
 * Asks Odoo whether the user may do what the bridge does, model by model, and names everything missing at once.
 * @throws ConfigurationError `odoo.access`
 */
export async function checkRights(odoo: OdooSession, uses: { customers: boolean }): Promise<void> {
  const wanted: [string, Operation[]][] = [
    ['mailing.list', ['read', 'write', 'create']],
    ['mailing.contact', ['read', 'write', 'create']],
    [odoo.capabilities.subscriptionModel, ['read', 'write', 'create']],
    ['mail.blacklist', ['read', 'create']],
    ['res.partner.category', ['read', 'create']],
    ['res.partner', uses.customers ? ['read', 'create'] : ['read']],
  ];
  const missing: string[] = [];
  for (const [model, operations] of wanted) {
    const refused: Operation[] = [];
    for (const operation of operations) {
      if (!(await hasModelAccess(odoo, model, operation))) refused.push(operation);
    }
    if (refused.length > 0) missing.push(`${model} (${refused.join(', ')})`);
  }
  if (missing.length === 0) return;
  throw new ConfigurationError(`The Odoo user may not do everything needed: ${missing.join(', ')}`, {
    code: 'odoo.access',
    hint: `Give the user the rights ${emailMarketing} and ${contactCreation} in Odoo.`,
  });
}
