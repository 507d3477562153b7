import { consentHolder } from '../../../objects/registry.js';
import type { AddonFacts } from '../addon-facts.js';
import { createJobs, refuseUnreadable } from './create-jobs.js';

const contact = consentHolder.model;

/** To the audiences of the mailing lists the contacts are on. */
export const pushContactsCode = (
  { subscriptionModel }: Pick<AddonFacts, 'subscriptionModel'>,
  action: 'export' | 'update',
) => `
ids = (records or record or model).ids
${refuseUnreadable(`'${contact}'`)}
subscriptions = env['${subscriptionModel}'].search([
    ('contact_id', 'in', ids),
    ('list_id.x_mailchimp_audience_id', '!=', False),
])
audiences = subscriptions.mapped('list_id.x_mailchimp_audience_id')
accounts = audiences.mapped('x_account_id')
${createJobs({
  name: action === 'export' ? "'Export mailing contacts'" : "'Update mailing contacts'",
  action,
  model: `'${contact}'`,
})}`;
