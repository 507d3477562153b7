import { ConfigurationError } from '../support/errors.js';
import type { OdooSession } from './connect.js';
import { hasModelAccess, type Operation } from './model-access.js';
import { contactCreation, emailMarketing } from './odoo-error-builders.js';

/** What an account does in Odoo besides reading and writing mailing contacts and their subscriptions. */
export interface OdooUses {
  /** Records of sources of people are made, or values and tags of MailChimp are written to them (B4, B7, B11). */
  sources: readonly { model: string; create: boolean; write: boolean }[];
  /** Addresses are put on the blacklist (B10). */
  blacklist: boolean;
  /** Tags are kept in step (B7). */
  tags: boolean;
  /** Contacts of deleted members are deleted (B33). */
  removal: boolean;
}

/**
 * Asks Odoo whether the user may do what the bridge does, model by model, and names everything missing at once.
 * @throws ConfigurationError `odoo.access`
 */
export async function checkRights(odoo: OdooSession, uses: OdooUses): Promise<void> {
  const when = (used: boolean, operation: Operation): Operation[] => (used ? [operation] : []);
  const kept: Operation[] = ['read', 'write', 'create', ...when(uses.removal, 'unlink')];
  const wanted: [string, Operation[]][] = [
    ['mailing.list', ['read', 'write', 'create']],
    ['mailing.contact', kept],
    [odoo.capabilities.subscriptionModel, kept],
    ['mail.blacklist', ['read', ...when(uses.blacklist, 'create')]],
    ['res.partner.category', ['read', ...when(uses.tags, 'create')]],
    ...uses.sources.map(({ model, create, write }): [string, Operation[]] => [
      model,
      ['read', ...when(write, 'write'), ...when(create, 'create')],
    ]),
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
