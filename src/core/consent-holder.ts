/** Odoo's model of the records that have an opt-out; of one audience each is linked to one member at most. */
export const consentHolderModel = 'mailing.contact';

/** Its key in a mapping. */
export const consentHolderKey = 'contact';
