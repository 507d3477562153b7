import { z } from 'zod';
import { parseResult } from './parse-result.js';
import type { OdooTransport } from './transport/odoo-transport.js';

/** What differs between Odoo versions, as found on this server (docs: odoo-api, section 2). */
export interface OdooCapabilities {
  subscriptionModel: 'mailing.subscription' | 'mailing.contact.subscription';
  /** One2many of `mailing.contact` to its subscriptions. */
  contactSubscriptions: 'subscription_ids' | 'subscription_list_ids';
  optOutDate: 'opt_out_datetime' | 'unsubscription_date';
  contactFields: ReadonlySet<string>;
  partnerFields: ReadonlySet<string>;
}

const fieldsSchema = z.record(z.string(), z.unknown());

/** Three calls of `fields_get`, never the version number. Rejects like any call: `odoo.missing_model`, `odoo.access`. */
export async function detectCapabilities(transport: OdooTransport): Promise<OdooCapabilities> {
  const [contactFields, partnerFields] = await Promise.all([
    fieldNames(transport, 'mailing.contact'),
    fieldNames(transport, 'res.partner'),
  ]);
  const contactSubscriptions = contactFields.has('subscription_ids')
    ? 'subscription_ids'
    : 'subscription_list_ids';
  const subscriptionModel =
    contactSubscriptions === 'subscription_ids' ? 'mailing.subscription' : 'mailing.contact.subscription';
  const subscriptionFields = await fieldNames(transport, subscriptionModel);
  const optOutDate = subscriptionFields.has('opt_out_datetime') ? 'opt_out_datetime' : 'unsubscription_date';
  return { subscriptionModel, contactSubscriptions, optOutDate, contactFields, partnerFields };
}

async function fieldNames(transport: OdooTransport, model: string): Promise<ReadonlySet<string>> {
  const answer = await transport.call({ model, method: 'fields_get', params: { attributes: ['type'] } });
  return new Set(Object.keys(parseResult(fieldsSchema, answer, `fields_get of ${model}`)));
}
