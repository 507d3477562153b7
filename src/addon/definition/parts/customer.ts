import { subscriptionAddon } from '../../../core/addon-names.js';
import { usualSource } from '../../../objects/registry.js';
import { marketingGroup } from '../kinds/access.js';
import { computedMany2many, fieldsOf } from '../kinds/fields.js';
import { view } from '../kinds/view.js';
import { customerSubscriptionsCode } from '../code/customer-subscriptions.js';
import type { AddonFacts } from '../addon-facts.js';
import { odoo } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';

const partner = odoo(usualSource.addon.model);
const field = 'x_mailchimp_subscription_ids';

/**
 * B37: the tab *MailChimp List* on a customer. What it shows is looked
 * up by the customer's address when it is opened: nothing is kept per customer, so nothing has to be kept true.
 */
export function customerPart(facts: AddonFacts): AddonPart {
  return {
    links: fieldsOf({ model: usualSource.model, record: partner }, [
      computedMany2many(field, 'MailChimp Subscriptions', {
        model: facts.subscriptionModel,
        code: customerSubscriptionsCode(facts, field),
      }),
    ]),
    views: [
      view('view_customer_form', usualSource.model, {
        inherit: odoo('base.view_partner_form'),
        arch: tabArch(facts),
      }),
    ],
  };
}

const tabArch = ({ listTag, optOutDate }: AddonFacts) => `
  <xpath expr="//notebook" position="inside">
    <page string="MailChimp List" name="mailchimp" groups="${marketingGroup}">
      <field name="${field}" readonly="1">
        <${listTag} create="0" edit="0" delete="0">
          <field name="list_id" string="MailChimp List"/>
          <field name="${subscriptionAddon.status}"/>
          <field name="opt_out"/>
          <field name="${subscriptionAddon.subscribedAt}" string="Subscribed On"/>
          <field name="${optOutDate}"/>
          <field name="${subscriptionAddon.pushedAt}"/>
        </${listTag}>
      </field>
    </page>
  </xpath>`;
