import { consentHolderKey, consentHolderModel } from '../../core/consent-holder.js';
import type { ObjectType } from '../object-type.js';

/** `mailing.contact`: the address that gets mailings, and the one record that has an opt-out. */
export const mailingContact: ObjectType = {
  key: consentHolderKey,
  model: consentHolderModel,
  words: { one: 'mailing contact', many: 'mailing contacts' },
  label: 'Mailing Contacts',
  fields: {
    name: 'name',
    email: 'email',
    address: 'email_normalized',
    tags: 'tag_ids',
    canBeArchived: false,
  },
  feed: { name: 'contacts' },
  addon: { model: 'mass_mailing.model_mailing_contact', name: 'contacts' },
  colleagues: null,
  app: null,
};
