import type { ObjectType } from '../../objects/object-type.js';

/** What the definition has to know of the Odoo it is written for; found on the server, see engine/read-facts.ts. */
export interface AddonFacts {
  subscriptionModel: 'mailing.subscription' | 'mailing.contact.subscription';
  /** One2many of `mailing.contact` to its subscriptions. */
  contactSubscriptions: 'subscription_ids' | 'subscription_list_ids';
  optOutDate: 'opt_out_datetime' | 'unsubscription_date';
  /** Tag of a list view. */
  listTag: 'list' | 'tree';
  /** Conditions of views are written in `attrs`, and a domain has no operator `any`; both until 17.0. */
  attrs: boolean;
  /** Field that says who may use an action or a menu. */
  groups: 'group_ids' | 'groups_id';
  /** How server code reaches a user's screen. */
  notify: 'bus_send' | 'sendone_typed' | 'sendone_warning' | 'sendone';
  /** The object types whose app is installed, in the order of the registry. */
  types: readonly ObjectType[];
  /** Odoo can call the bridge when a job was made (17.0). */
  webhookActions: boolean;
}
