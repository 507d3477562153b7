import { subscriptionAddon } from '../../../core/addon-names.js';
import { memberStatuses } from '../../../core/member-status.js';
import { consentHolder } from '../../../objects/registry.js';
import { groups } from '../kinds/access.js';
import { datetime, fieldsOf, one2many, selection } from '../kinds/fields.js';
import { modelId } from '../kinds/model.js';
import { serverAction } from '../kinds/server-action.js';
import { view } from '../kinds/view.js';
import { explainCode, explainLabel } from '../code/explain.js';
import { pushContactsCode } from '../code/push-contacts.js';
import type { AddonFacts } from '../addon-facts.js';
import { odoo } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';
import { statusLabel } from '../kinds/status.js';

const contact = odoo('mass_mailing.model_mailing_contact');

/** A subscription to a mailing list that is bound to an audience, never pushed and never imported (B18). */
const pending = `[('list_id.x_mailchimp_audience_id', '!=', False), ('${subscriptionAddon.status}', '=', False)]`;
const pendingField = 'x_mailchimp_pending_ids';

/** B37, B38: columns in a contact's subscriptions, the filter *Pending for Export*, two entries of the menu. */
export function mailingContactPart(facts: AddonFacts): AddonPart {
  const inMenu = { model: contact, groups: [groups.marketing], menuOf: contact };
  const subscription = odoo(`mass_mailing.${modelId(facts.subscriptionModel)}`);
  return {
    links: fieldsOf({ model: facts.subscriptionModel, record: subscription }, subscriptionFields),
    inverses: facts.attrs ? pendingFields(facts) : [],
    actions: [
      serverAction(facts, 'action_export_contacts', 'Export to MailChimp', {
        ...{ ...inMenu, code: pushContactsCode(facts, 'export') },
      }),
      serverAction(facts, 'action_update_contacts', 'Update to MailChimp', {
        ...{ ...inMenu, code: pushContactsCode(facts, 'update') },
      }),
      serverAction(facts, 'action_explain_contacts', explainLabel, {
        ...{ ...inMenu, code: explainCode(consentHolder) },
      }),
    ],
    views: [
      view('view_contact_form', 'mailing.contact', {
        inherit: odoo('mass_mailing.mailing_contact_view_form'),
        arch: columnsArch(facts),
      }),
      view('view_contact_search', 'mailing.contact', {
        inherit: odoo('mass_mailing.mailing_contact_view_search'),
        arch: filterArch(facts),
      }),
    ],
  };
}

const subscriptionFields = [
  selection(
    subscriptionAddon.status,
    'Status (MailChimp)',
    memberStatuses.map((status) => [status, statusLabel(status)] as const),
  ),
  datetime(subscriptionAddon.subscribedAt, 'Subscription Date (MailChimp)'),
  datetime(subscriptionAddon.pushedAt, 'Last Export'),
];

/** Where a domain can't ask two things of the same line, a one2many that holds only those lines does it. */
const pendingFields = (facts: AddonFacts) =>
  fieldsOf({ model: 'mailing.contact', record: contact }, [
    one2many(pendingField, 'Pending for Export', {
      model: facts.subscriptionModel,
      inverse: 'contact_id',
      domain: pending,
    }),
  ]);

const columnsArch = (facts: AddonFacts) => `
  <xpath expr="//field[@name='${facts.contactSubscriptions}']//field[@name='opt_out']" position="after">
    <field name="${subscriptionAddon.status}" readonly="1"/>
    <field name="${subscriptionAddon.subscribedAt}" string="Subscribed On" readonly="1"/>
    <field name="${subscriptionAddon.pushedAt}" readonly="1"/>
  </xpath>`;

function filterArch({ attrs, contactSubscriptions }: AddonFacts): string {
  // An empty text is found in every name: what is left of the condition is the field's own domain.
  const domain = attrs
    ? `[('${pendingField}', 'ilike', '')]`
    : `[('${contactSubscriptions}', 'any', ${pending})]`;
  return `
    <xpath expr="//search/filter[1]" position="before">
      <filter name="mailchimp_pending" string="Pending for Export" domain="${domain}"/>
      <separator/>
    </xpath>`;
}
