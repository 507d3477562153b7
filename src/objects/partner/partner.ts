import type { ObjectType } from '../object-type.js';

/** `res.partner`: a customer. */
export const partner: ObjectType = {
  key: 'customer',
  model: 'res.partner',
  words: { one: 'customer', many: 'customers' },
  label: 'Customers',
  fields: {
    name: 'name',
    email: 'email',
    address: 'email_normalized',
    tags: 'category_id',
    canBeArchived: true,
  },
  feed: { name: 'customers' },
  addon: { model: 'base.model_res_partner', name: 'customers' },
  colleagues: [['partner_share', '=', false]],
  app: null,
};
