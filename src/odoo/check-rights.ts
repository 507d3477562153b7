import { ConfigurationError } from '../support/errors.js';
import type { OdooSession } from './connect.js';
import { hasModelAccess, type Operation } from './model-access.js';

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
    for (const operation of operations) {
      if (!(await hasModelAccess(odoo, model, operation))) missing.push(`${operation} ${model}`);
    }
  }
  if (missing.length === 0) return;
  throw new ConfigurationError(`The Odoo user may not: ${missing.join(', ')}`, {
    code: 'odoo.access',
    hint: 'Give the user the groups Email Marketing / User and Extra Rights / Contact Creation in Odoo.',
  });
}
