import { z } from 'zod';
import type { AccountConfig } from '../config/account-config.js';
import type { Mapping } from '../core/mapping/mapping.js';
import type { ObjectType } from '../objects/object-type.js';
import { createdSource, sourcesOfPeople } from '../objects/registry.js';
import type { OdooSession } from '../odoo/connect.js';
import { countHiddenCompanies } from '../odoo/hidden-companies.js';
import { hasModelAccess } from '../odoo/model-access.js';
import { char, many2one } from '../odoo/records/field-types.js';
import { countRecords } from '../odoo/records/count-records.js';
import { searchRead } from '../odoo/records/search-read.js';
import { look, type Finding, type Observation } from './finding.js';

/** What in this Odoo keeps single people back or changes what arrives, and what the user doesn't see (B58, B59, B60). */
export async function examineSight(
  config: AccountConfig,
  odoo: OdooSession,
  mappings: readonly Mapping[],
): Promise<Finding[]> {
  return [
    await look(config, 'Odoo companies', () => examineCompanies(config, odoo)),
    await look(config, 'users of Odoo', () => examineColleagues(odoo)),
    await look(config, 'Odoo languages', () => examineLanguages(config, odoo)),
    await look(config, 'Odoo modules', () => examineModules(odoo)),
    ...(mappings.some(hasAddress)
      ? [await look(config, 'postal addresses', () => examineStates(config, odoo))]
      : []),
  ];
}

async function examineCompanies(config: AccountConfig, odoo: OdooSession): Promise<Observation> {
  const { seen, hidden } = await countHiddenCompanies(odoo);
  if (hidden === 0)
    return { detail: seen === 1 ? 'there is one, and it shows' : `all ${seen} show`, hint: null };
  const { many } = createdSource.words;
  const held = config.member_options.auto_create_customer ? ` No ${many} are made (B60).` : '';
  return {
    detail: `${seen} of ${seen + hidden} show; ${many} of the others neither show nor change.${held}`,
    hint: 'If they are to, give the bridge’s user all companies, and name them all under odoo.companies if that is set.',
  };
}

/** Colleagues who are records of a source; the bridge's own user may change its own. */
async function examineColleagues(odoo: OdooSession): Promise<Observation> {
  if (await hasModelAccess(odoo, 'res.users', 'write'))
    return { detail: 'the bridge’s user may change their records too', hint: null };
  const counts = await Promise.all(sourcesOfPeople.map((type) => countColleagues(odoo, type)));
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count === 0) return { detail: 'none of them is a customer with an address', hint: null };
  return {
    detail: `${count} customers with an address are users of Odoo: Odoo lets nobody change them who may not change users`,
    hint: 'A change of theirs in MailChimp is a failure by name, and their opt-outs arrive. Map nothing to customers and keep no tags, or leave them out of the audience, to have none.',
  };
}

async function countColleagues({ transport, uid }: OdooSession, type: ObjectType): Promise<number> {
  if (type.colleagues === null) return 0;
  const others = [[type.fields.email, '!=', false], ['user_ids.id', '!=', uid], ...type.colleagues];
  return countRecords(transport, type.model, others);
}

const language = z.object({ code: z.string() });

async function examineLanguages({ odoo: { lang } }: AccountConfig, odoo: OdooSession): Promise<Observation> {
  const rows = await searchRead(odoo.transport, {
    ...{ model: 'res.lang', domain: [], fields: ['code'], row: language, order: 'code' },
  });
  const codes = rows.map(({ code }) => code);
  const spoken = lang ?? odoo.lang ?? 'en_US';
  if (codes.length < 2) return { detail: `${spoken} is the only one`, hint: null };
  return {
    detail: `tags and labels are read and written in ${spoken}; installed are ${codes.join(', ')}`,
    hint: lang === undefined ? 'Set odoo.lang to have them in another, whatever the user speaks.' : null,
  };
}

/** Of the OCA; seen in what they are known to do. */
const interfering: Readonly<Record<string, string>> = {
  mass_mailing_partner: 'links each contact to a customer, and may make one or write to it',
  mass_mailing_unique: 'refuses a second contact with the same address',
};
const moduleRow = z.object({ name: z.string() });

async function examineModules(odoo: OdooSession): Promise<Observation> {
  const names = new Set(await readableModules(odoo));
  // Who may not see what is installed sees the field that it brings.
  if (odoo.capabilities.contactFields.has('partner_id')) names.add('mass_mailing_partner');
  const found = [...names].sort().map((name) => `${name} ${interfering[name] ?? ''}`);
  if (found.length === 0) return { detail: 'none is there that is known to interfere', hint: null };
  return {
    detail: found.join('; '),
    hint: 'What they refuse is told as a failure by name. Try the first runs with --dry-run and few people.',
  };
}

async function readableModules(odoo: OdooSession): Promise<string[]> {
  const model = 'ir.module.module';
  if (!(await hasModelAccess(odoo, model, 'read'))) return [];
  const domain = [
    ['state', '=', 'installed'],
    ['name', 'in', Object.keys(interfering)],
  ];
  const rows = await searchRead(odoo.transport, { model, domain, fields: ['name'], row: moduleRow });
  return rows.map(({ name }) => name);
}

function hasAddress({ mappings }: Mapping): boolean {
  return mappings.some(({ sources }) => Object.values(sources).some((source) => source?.kind === 'address'));
}

const countryOf = z.object({ country_id: many2one });
const countryRow = z.object({ id: z.number(), code: char });
const looked = 1000;

/** B5: such an address is incomplete for MailChimp, and not exported. */
async function examineStates(config: AccountConfig, odoo: OdooSession): Promise<Observation> {
  const domain = [
    ['street', '!=', false],
    ['state_id', '=', false],
    ['country_id.state_ids', '!=', false],
  ];
  const found = await searchRead(odoo.transport, {
    ...{ model: createdSource.model, domain, fields: ['country_id'], row: countryOf, limit: looked },
  });
  const ids = [...new Set(found.flatMap(({ country_id: id }) => id ?? []))];
  const countries = await searchRead(odoo.transport, {
    ...{
      model: 'res.country',
      domain: [['id', 'in', ids]],
      fields: ['code'],
      row: countryRow,
      order: 'code',
    },
  });
  const codes = countries.flatMap(({ code }) => code ?? []);
  const open = codes.filter((code) => !config.countries_without_states?.includes(code.toUpperCase()));
  if (open.length === 0) return { detail: 'none lacks a state that its country has in Odoo', hint: null };
  return {
    detail: `customers in ${open.join(', ')} have a street and no state: MailChimp gets no address of theirs, for their country has states in this Odoo`,
    hint: 'Give them a state, or name the country under countries_without_states.',
  };
}
