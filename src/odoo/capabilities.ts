import { consentHolderModel } from '../core/consent-holder.js';
import type { OdooFields } from '../core/mapping/odoo-field.js';
import { readFields } from './records/read-fields.js';
import type { OdooTransport } from './transport/odoo-transport.js';

/** What differs between Odoo versions, as found on this server (B58, odoo-api §2). */
export interface OdooCapabilities {
  subscriptionModel: 'mailing.subscription' | 'mailing.contact.subscription';
  /** One2many of `mailing.contact` to its subscriptions. */
  contactSubscriptions: 'subscription_ids' | 'subscription_list_ids';
  optOutDate: 'opt_out_datetime' | 'unsubscription_date';
  /** A subscription says why the person left (from 17.0). */
  optOutReasons: boolean;
  contactFields: OdooFields;
  customerFields: OdooFields;
  /** The setting that shows first and last name of mailing contacts apart is on (from 17.0). */
  splitNames: boolean;
}

/** Three calls of `fields_get`, never the version number. Rejects like any call: `odoo.missing_model`, `odoo.access`. */
export async function detectCapabilities(transport: OdooTransport): Promise<OdooCapabilities> {
  const [contact, customer] = await Promise.all([
    readFields(transport, consentHolderModel),
    readFields(transport, 'res.partner'),
  ]);
  const contactSubscriptions = contact.fields.has('subscription_ids')
    ? 'subscription_ids'
    : 'subscription_list_ids';
  const subscriptionModel =
    contactSubscriptions === 'subscription_ids' ? 'mailing.subscription' : 'mailing.contact.subscription';
  const subscription = await readFields(transport, subscriptionModel);
  return {
    subscriptionModel,
    contactSubscriptions,
    optOutDate: subscription.fields.has('opt_out_datetime') ? 'opt_out_datetime' : 'unsubscription_date',
    optOutReasons: subscription.fields.has('opt_out_reason_id'),
    contactFields: contact.fields,
    customerFields: customer.fields,
    splitNames: contact.fields.has('first_name') && !contact.unsearchable.has('first_name'),
  };
}
