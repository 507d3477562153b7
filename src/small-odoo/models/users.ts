import { boolean, char, integer, many2many, many2one, selection } from '../fields.js';
import { groups, groupsOf } from '../rights.js';
import type { ModelDefinition, Records } from '../model-definition.js';
import type { VersionFacts } from '../version-facts.js';

/** What a language can be chosen from: those that are installed. */
export const activeLanguages = (env: Records): readonly (readonly [string, string])[] =>
  [...env.rows('res.lang')]
    .filter((row) => row.active === true)
    .map((row) => [String(row.code), String(row.name)] as const);

const users = (facts: VersionFacts): ModelDefinition => ({
  name: 'res.users',
  label: 'User',
  order: 'name, id',
  fields: {
    name: char('Name', { required: true }),
    login: char('Login', { required: true }),
    /** Serves as an API key as well. */
    password: char('Password', { secret: true }),
    email: char('Email'),
    partner_id: many2one('Related Partner', 'res.partner'),
    company_id: many2one('Company', 'res.company', { initial: 1 }),
    company_ids: many2many('Companies', 'res.company', { initial: [1] }),
    companies_count: integer('Number of Companies', {
      readonly: true,
      compute: (_row, env) => [...env.rows('res.company')].length,
    }),
    [facts.userGroups]: many2many('Groups', 'res.groups'),
    lang: selection('Language', activeLanguages, { initial: 'en_US' }),
    tz: char('Timezone'),
    active: boolean('Active', { initial: true }),
    share: boolean('Share User', { compute: (row, env) => !groupsOf(env, row, facts).has(groups.user) }),
  },
  createAll: (all, env) =>
    all.map((values) => {
      const { name, email = false, lang = 'en_US' } = values;
      const partner_id = values.partner_id ?? env.insert('res.partner', { name, email, lang });
      return env.insert('res.users', { ...values, partner_id });
    }),
});

const accessGroups: ModelDefinition = {
  name: 'res.groups',
  label: 'Access Groups',
  order: 'name, id',
  fields: { name: char('Name', { required: true }) },
};

const languages: ModelDefinition = {
  name: 'res.lang',
  label: 'Languages',
  order: 'active desc, name',
  fields: {
    name: char('Name', { required: true }),
    code: char('Locale Code', { required: true }),
    active: boolean('Active'),
  },
};

const languageInstall = ({ installsLanguagesById }: VersionFacts): ModelDefinition => ({
  name: 'base.language.install',
  label: 'Install Language',
  order: 'id',
  fields: installsLanguagesById
    ? { lang_ids: many2many('Languages', 'res.lang') }
    : { lang: char('Language', { required: true }) },
});

const externalIds: ModelDefinition = {
  name: 'ir.model.data',
  label: 'Model Data',
  order: 'module, model, name',
  fields: {
    module: char('Module', { required: true }),
    name: char('External Identifier', { required: true }),
    model: char('Model Name', { required: true }),
    res_id: integer('Record ID'),
  },
};

export const userModels = (facts: VersionFacts): readonly ModelDefinition[] => [
  users(facts),
  accessGroups,
  languages,
  languageInstall(facts),
  externalIds,
];
