import { managedExcept } from '../../core/tags.js';
import type { Mapping } from '../../core/mapping/mapping.js';
import type { MappingTools } from '../../core/mapping/read-source.js';
import type { MergeRules } from '../people/merge-person.js';
import type { ConsentPolicies } from '../../consent/decide.js';
import type { OpenAudience } from '../run/audience-run.js';

export interface ImportRules extends MergeRules {
  splitNames: boolean;
  tools: MappingTools;
  createContact: boolean;
  createCustomer: boolean;
  /** A customer may be there who doesn't show: none is made (B60). */
  holdsCustomers: boolean;
  policies: ConsentPolicies;
}

/** What an import goes by (B2, B4, B7, B10–B13). */
export async function importRules(run: OpenAudience): Promise<ImportRules> {
  const { config } = run;
  const options = config.member_options;
  const { archived } = await run.tags();
  const customers = await run.sourceCreation();
  const { mappings, splitNames, tools }: Mapping & { tools: MappingTools } = await run.mapping();
  return {
    mappings,
    splitNames,
    tools,
    managedTags: managedExcept(run.managedTags, archived),
    overrideName: options.override_contact_name,
    createContact: options.auto_create_member,
    createCustomer: customers?.hidden === 0,
    holdsCustomers: (customers?.hidden ?? 0) > 0,
    policies: config.policies,
  };
}
