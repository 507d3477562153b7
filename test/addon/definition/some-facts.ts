import { mailingContact } from '../../../src/objects/mailing-contact/mailing-contact.js';
import { partner } from '../../../src/objects/partner/partner.js';
import type { AddonFacts } from '../../../src/addon/definition/addon-facts.js';

/** As found on a real Odoo 14.0. */
export const factsOf14: AddonFacts = {
  subscriptionModel: 'mailing.contact.subscription',
  contactSubscriptions: 'subscription_list_ids',
  optOutDate: 'unsubscription_date',
  listTag: 'tree',
  attrs: true,
  groups: 'groups_id',
  notify: 'sendone',
  webhookActions: false,
  types: [mailingContact, partner],
};

/** As found on a real Odoo 19.0. */
export const factsOf19: AddonFacts = {
  subscriptionModel: 'mailing.subscription',
  contactSubscriptions: 'subscription_ids',
  optOutDate: 'opt_out_datetime',
  listTag: 'list',
  attrs: false,
  groups: 'group_ids',
  notify: 'bus_send',
  webhookActions: true,
  types: [mailingContact, partner],
};

/** Between the two, as 17.0 is known to be: new ways of views, old names. */
export const factsOf17: AddonFacts = {
  ...factsOf19,
  listTag: 'tree',
  groups: 'groups_id',
  notify: 'sendone_typed',
};

/** As 15.0 is known to be (odoo-api §6): 14.0, but for how server code reaches a screen. */
export const factsOf15: AddonFacts = { ...factsOf14, notify: 'sendone_warning' };
