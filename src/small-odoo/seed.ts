import { randomUUID } from 'node:crypto';
import type { Database } from './database.js';
import { Environment } from './environment.js';
import type { Values } from './model-definition.js';
import { optOutReasonModel } from './models/mailing.js';
import { groups } from './rights.js';

export interface SeededUser {
  login: string;
  password: string;
  /** External ids of groups. */
  groups: readonly string[];
}

const languages = [
  ['en_US', 'English (US)'],
  ['de_DE', 'German / Deutsch'],
  ['es_ES', 'Spanish / Español'],
  ['fr_FR', 'French / Français'],
  ['pt_PT', 'Portuguese / Português'],
] as const;

const groupNames: Readonly<Record<keyof typeof groups, string>> = {
  user: 'User types / Internal User',
  portal: 'User types / Portal',
  settings: 'Administration / Settings',
  contactCreation: 'Extra Rights / Contact Creation',
  emailMarketing: 'Email Marketing / User',
};

type Put = (model: string, values: Values) => number;

/** What a fresh Odoo has: languages, countries and states, one company, groups, users, and its own description. */
export function seed(database: Database, users: readonly SeededUser[]): Database {
  const call = { uid: 1, groups: null, context: {}, stamp: '2020-01-01 00:00:00.000000' };
  const env = new Environment(database, call);
  const put: Put = (model, values) => env.create(model, [values])[0] ?? 0;
  describeModels(database, put);
  for (const [code, name] of languages) put('res.lang', { code, name, active: code === 'en_US' });
  placeCountries(database, put);
  put('ir.config_parameter', { key: 'database.uuid', value: randomUUID() });
  const hasReasons = [...database.models()].some(({ name }) => name === optOutReasonModel);
  if (hasReasons) placeOptOutReasons(put);
  put('res.company', { name: 'My Company' });
  const byName = placeGroups(put);
  const company_ids = [[6, 0, [1]]];
  put('res.users', { name: 'OdooBot', login: '__system__', active: false });
  for (const { login, password, groups: own } of users) {
    const ids = own.map((group) => byName.get(group) ?? 0);
    const rights = { [database.facts.userGroups]: [[6, 0, ids]], company_ids };
    put('res.users', { name: login, login, password, ...rights });
  }
  return database;
}

function describeModels(database: Database, put: Put): void {
  for (const { name: model, label: name, fields } of database.models()) {
    const model_id = put('ir.model', { model, name });
    for (const [field, { type: ttype, label, relation = false }] of Object.entries(fields)) {
      const described = { name: field, field_description: label, ttype, relation };
      put('ir.model.fields', { ...described, model_id, state: 'base' });
    }
  }
}

const optOutReasons = [
  'I never subscribed to this list',
  'I changed my mind',
  'I receive too many emails from this list',
  'The content of these emails is not relevant to me',
  'Other',
];

function placeOptOutReasons(put: Put): void {
  optOutReasons.forEach((reason, index) => {
    const id = put(optOutReasonModel, { name: reason, sequence: index, is_feedback: reason === 'Other' });
    const name = `mailing_subscription_optout_data_${index}`;
    put('ir.model.data', { module: 'mass_mailing', name, model: optOutReasonModel, res_id: id });
  });
}

function placeCountries({ facts }: Database, put: Put): void {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  for (const code of countryCodes) {
    const country_id = put('res.country', { code, name: names.of(code) ?? code });
    for (const [state, name] of statesOf(code, facts.hasBelgianStates))
      put('res.country.state', { code: state, name, country_id });
  }
}

/** Ids by external id. */
function placeGroups(put: Put): ReadonlyMap<string, number> {
  const placed = Object.entries(groups).map(([key, externalId]) => {
    const id = put('res.groups', { name: groupNames[key as keyof typeof groups] });
    const [module = '', name = ''] = externalId.split('.');
    put('ir.model.data', { module, name, model: 'res.groups', res_id: id });
    return [externalId, id] as const;
  });
  return new Map(placed);
}

type Named = readonly (readonly [code: string, name: string])[];

/** ISO 3166, as Odoo lists them. */
const countryCodes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Some of the states that Odoo ships; none for countries where it has none, like France and Singapore. */
const states: Readonly<Record<string, Named>> = {
  CA: [
    ['ON', 'Ontario'],
    ['QC', 'Quebec'],
  ],
  ES: [
    ['B', 'Barcelona'],
    ['M', 'Madrid'],
  ],
  GB: [['LND', 'London']],
  IN: [
    ['GJ', 'Gujarat'],
    ['MH', 'Maharashtra'],
  ],
  IT: [
    ['MI', 'Milano'],
    ['RM', 'Roma'],
  ],
  NL: [['NH', 'Noord-Holland']],
  PT: [['11', 'Lisboa']],
  US: [
    ['CA', 'California'],
    ['NY', 'New York'],
    ['TX', 'Texas'],
  ],
};

/** Belgium's, which Odoo has from 18.0 on. */
const belgian: Named = [
  ['VAN', 'Antwerpen'],
  ['WBR', 'Brabant wallon'],
  ['BRU', 'Brussels'],
  ['WHT', 'Hainaut'],
  ['WLG', 'Liège'],
  ['VLI', 'Limburg'],
  ['WLX', 'Luxembourg'],
  ['WNA', 'Namur'],
  ['VOV', 'Oost-Vlaanderen'],
  ['VWV', 'West-Vlaanderen'],
];

function statesOf(country: string, hasBelgianStates: boolean): Named {
  if (country === 'BE') return hasBelgianStates ? belgian : [];
  return states[country] ?? [];
}
