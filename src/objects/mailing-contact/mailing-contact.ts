import { consentHolderModel } from '../../core/consent-holder.js';
import type { ObjectType } from '../object-type.js';

/** `mailing.contact`: the address that gets mailings, and the one record that has an opt-out. */
export const mailingContact: ObjectType = {
  model: consentHolderModel,
  words: { one: 'mailing contact', many: 'mailing contacts' },
  label: 'Mailing Contacts',
};
