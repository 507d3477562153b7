import type { AudienceRun } from '../sync-context.js';
import type { ImportRules } from './plan-member.js';

export function importRules({ config, audience, fields }: AudienceRun): ImportRules {
  const options = config.member_options;
  return {
    fields,
    tags: audience.tags,
    createContact: options.auto_create_member,
    createCustomer: options.auto_create_customer,
    overrideName: options.override_contact_name,
    onCleaned: config.policies.on_cleaned,
  };
}
