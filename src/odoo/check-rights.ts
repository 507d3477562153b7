import { ConfigurationError } from '../support/errors.js';
import type { OdooSession } from './connect.js';

type Operation = 'read' | 'write' | 'create' | 'unlink';

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
      if (!(await may(odoo, model, operation))) missing.push(`${operation} ${model}`);
    }
  }
  if (missing.length === 0) return;
  throw new ConfigurationError(`The Odoo user may not: ${missing.join(', ')}`, {
    code: 'odoo.access',
    hint: 'Give the user the groups Email Marketing / User and Extra Rights / Contact Creation in Odoo.',
  });
}

/** `has_access` came with 18; before it was `check_access_rights`. */
async function may({ transport, serverVersion }: OdooSession, model: string, operation: Operation): Promise<boolean> {
  const modern = serverVersion.major >= 18;
  const answer = await transport.call({
    model,
    method: modern ? 'has_access' : 'check_access_rights',
    ...(modern ? { ids: [] } : {}),
    params: modern ? { operation } : { operation, raise_exception: false },
  });
  return answer === true;
}
