import type { AccountConfig } from '../config/account-config.js';
import type { FieldMapping } from '../core/mapping/field-mapping.js';
import type { Mapping } from '../core/mapping/mapping.js';
import { destinationOf } from '../core/mapping/writable.js';
import type { OdooUses } from '../odoo/check-rights.js';

/** What the account does in Odoo, as configured; by it its user's rights are judged (B43). */
export function odooUses(config: AccountConfig, mappings: readonly Mapping[]): OdooUses {
  const { member_options: options, policies, audiences } = config;
  const tags = audiences.some((audience) => audience.tags !== 'none') || mappings.some(hasCategories);
  const writesCustomers = mappings.some(({ mappings: lines }) => lines.some(goesToCustomers));
  return {
    customers: { create: options.auto_create_customer, write: tags || writesCustomers },
    blacklist: policies.on_cleaned === 'blacklist',
    tags,
    removal: policies.on_remote_delete === 'remove',
  };
}

function hasCategories({ mappings }: Mapping): boolean {
  return mappings.some(({ contact, customer }) =>
    [contact, customer].some((source) => source?.kind === 'category'),
  );
}

function goesToCustomers(mapping: FieldMapping): boolean {
  const destination = destinationOf(mapping, { contact: true, customer: true });
  return mapping.owner !== 'odoo' && destination?.on === 'customer';
}
