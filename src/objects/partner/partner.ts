import type { ObjectType } from '../object-type.js';

/** `res.partner`: a customer. */
export const partner: ObjectType = {
  model: 'res.partner',
  words: { one: 'customer', many: 'customers' },
  label: 'Customers',
};
