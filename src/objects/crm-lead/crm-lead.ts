import type { ObjectType } from '../object-type.js';

/** `crm.lead`: a lead or an opportunity. Its own name is what it is about; its tags are of another kind than a contact's. */
export const crmLead: ObjectType = {
  key: 'lead',
  model: 'crm.lead',
  words: { one: 'lead', many: 'leads' },
  label: 'Leads',
  fields: {
    name: 'contact_name',
    email: 'email_from',
    address: 'email_normalized',
    tags: null,
    canBeArchived: true,
  },
  feed: { name: 'leads' },
  addon: { model: 'crm.model_crm_lead', name: 'leads' },
  colleagues: null,
  app: 'CRM',
};
