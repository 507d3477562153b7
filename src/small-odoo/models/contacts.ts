import { normalizeEmail } from '../email.js';
import { boolean, char, integer, many2many, many2one, one2many, selection, text } from '../fields.js';
import type { ModelDefinition } from '../model-definition.js';
import type { VersionFacts } from '../version-facts.js';
import { isBlacklisted } from './blacklist.js';
import { activeLanguages } from './users.js';
import { isColleague } from '../rights.js';

const addressTypes = [
  ['contact', 'Contact'],
  ['invoice', 'Invoice Address'],
  ['delivery', 'Delivery Address'],
  ['other', 'Other Address'],
] as const;

const address = {
  street: char('Street'),
  street2: char('Street2'),
  city: char('City'),
  zip: char('Zip'),
  state_id: many2one('State', 'res.country.state'),
  country_id: many2one('Country', 'res.country'),
};

const partner = (facts: VersionFacts): ModelDefinition => ({
  name: 'res.partner',
  label: 'Contact',
  order: 'name, id desc',
  fields: {
    name: char('Name'),
    email: char('Email'),
    email_normalized: char('Normalized Email', { readonly: true }),
    is_blacklisted: boolean('Blacklist', { compute: isBlacklisted }),
    ...address,
    phone: char('Phone'),
    ...(facts.hasMobile ? { mobile: char('Mobile') } : {}),
    ...(facts.hasTitles ? { title: many2one('Title', 'res.partner.title') } : {}),
    website: char('Website'),
    color: integer('Color Index'),
    function: char('Job Position'),
    ref: char('Reference'),
    comment: text('Notes'),
    type: selection('Address Type', addressTypes, { initial: 'contact' }),
    lang: selection('Language', activeLanguages, { initial: 'en_US' }),
    user_id: many2one('Salesperson', 'res.users'),
    user_ids: one2many('Users', 'res.users', 'partner_id'),
    partner_share: boolean('Share Partner', {
      compute: (row, env) => !isColleague(row, env, facts),
    }),
    category_id: many2many('Tags', 'res.partner.category'),
    company_id: many2one('Company', 'res.company'),
    company_name: char('Company Name'),
    is_company: boolean('Is a Company'),
    parent_id: many2one('Related Company', 'res.partner'),
    child_ids: one2many('Contact', 'res.partner', 'parent_id'),
    active: boolean('Active', { initial: true }),
  },
  derive: (row) => ({ email_normalized: normalizeEmail(row.email, { ...facts, strict: false }) }),
});

const category: ModelDefinition = {
  name: 'res.partner.category',
  label: 'Partner Tags',
  order: 'name, id',
  fields: {
    name: char('Name', { required: true, translate: true }),
    color: integer('Color'),
    parent_id: many2one('Category', 'res.partner.category'),
    active: boolean('Active', { initial: true }),
  },
};

const country: ModelDefinition = {
  name: 'res.country',
  label: 'Country',
  order: 'name, id',
  fields: {
    name: char('Country Name', { required: true, translate: true }),
    code: char('Country Code', { required: true }),
    state_ids: one2many('States', 'res.country.state', 'country_id'),
  },
};

const state: ModelDefinition = {
  name: 'res.country.state',
  label: 'Country state',
  order: 'code, id',
  fields: {
    name: char('State Name', { required: true }),
    code: char('State Code', { required: true }),
    country_id: many2one('Country', 'res.country', { required: true }),
  },
};

const company: ModelDefinition = {
  name: 'res.company',
  label: 'Companies',
  order: 'name, id',
  fields: { name: char('Company Name', { required: true }) },
  /** Whoever makes a company is in it. */
  createAll: (all, env) =>
    all.map((values) => {
      const id = env.insert('res.company', values);
      const maker = [...env.rows('res.users')].find((user) => user.id === env.call.uid);
      if (maker) env.write('res.users', maker.id, { company_ids: [[4, id]] });
      return id;
    }),
};

const title: ModelDefinition = {
  name: 'res.partner.title',
  label: 'Partner Title',
  order: 'name, id',
  fields: { name: char('Title', { required: true, translate: true }) },
};

export const contactModels = (facts: VersionFacts): readonly ModelDefinition[] => [
  ...[partner(facts), category, country, state, company],
  ...(facts.hasTitles ? [title] : []),
];
