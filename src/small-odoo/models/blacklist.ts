import { normalizeEmail } from '../email.js';
import { boolean, char } from '../fields.js';
import type { ModelDefinition, Records, Row, Values } from '../model-definition.js';
import { userError } from '../odoo-exception.js';
import type { VersionFacts } from '../version-facts.js';

function findAddress(env: Records, email: string): Row | undefined {
  for (const row of env.rows('mail.blacklist')) if (row.email === email) return row;
  return undefined;
}

/** Whether the record's address stands on the blacklist. */
export function isBlacklisted(row: Row, env: Records): boolean {
  const email = row.email_normalized;
  return typeof email === 'string' && findAddress(env, email)?.active === true;
}

export const blacklistModel = (facts: VersionFacts): ModelDefinition => ({
  name: 'mail.blacklist',
  label: 'Mail Blacklist',
  order: 'id',
  fields: {
    email: char('Email Address', { required: true }),
    active: boolean('Active', { initial: true }),
  },
  /** As Odoo does it: an address that is there keeps its row as it is, and comes first in the answer. */
  createAll: (all, env) => {
    const addresses = [...new Set(all.map((values) => addressOf(values, facts)))];
    const existing = addresses.flatMap((email) => findAddress(env, email)?.id ?? []);
    const fresh = addresses.filter((email) => !findAddress(env, email));
    return [...existing, ...fresh.map((email) => env.insert('mail.blacklist', { email }))];
  },
  searchValue: (field, value) =>
    field === 'email' ? normalizeEmail(value, { ...facts, strict: true }) || value : value,
});

function addressOf({ email }: Values, facts: VersionFacts): string {
  const address = normalizeEmail(email, { ...facts, strict: true });
  if (address === false) throw userError(`Invalid email address “${String(email)}”`);
  return address;
}
