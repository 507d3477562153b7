import type { AddonFacts } from '../addon-facts.js';
import { marketingGroup } from '../kinds/access.js';

/**
 * A customer's subscriptions to lists of audiences, by address. Empty for who may not see mailing contacts: in 14.0
 * a tab that is hidden from somebody is read all the same. Set as superuser, for 19.0 refuses even the empty value
 * to who may not read subscriptions.
 */
export const customerSubscriptionsCode = (
  { subscriptionModel }: Pick<AddonFacts, 'subscriptionModel'>,
  field: string,
) =>
  `
subscriptions = self.env['${subscriptionModel}']
allowed = self.env.user.has_group('${marketingGroup}')
for partner in self:
    found = subscriptions
    if allowed and partner.email_normalized:
        found = subscriptions.search([
            ('contact_id.email_normalized', '=', partner.email_normalized),
            ('list_id.x_mailchimp_audience_id', '!=', False),
        ])
    partner.sudo()['${field}'] = found`.trim();
