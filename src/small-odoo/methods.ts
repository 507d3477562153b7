import type { Environment } from './environment.js';
import { loadRows } from './load-rows.js';
import type { FieldDefinition, Operation, Row, Values } from './model-definition.js';
import { mayDo } from './rights.js';
import { search, type SearchOptions } from './search.js';

export interface Arguments extends Readonly<Record<string, unknown>> {
  /** Only for methods of records. */
  ids: readonly number[];
}

export interface Method {
  /** Parameter names in their order, without `self`. */
  params: readonly string[];
  /** Whether the first argument is the record ids. */
  ofRecords?: true;
  access?: Operation;
  run: (env: Environment, model: string, args: Arguments) => unknown;
}

/** Odoo takes None and False for an empty sequence. */
const names = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
const fieldsOf = (args: Arguments): string[] => names(args.fields);
const optionsOf = ({ offset, limit, order }: Arguments): SearchOptions =>
  Object.fromEntries(
    Object.entries({ offset, limit, order }).filter(([, value]) => value !== undefined && value !== null),
  );

/** What the bridge calls, of Odoo's `BaseModel`. */
export const methods: Readonly<Record<string, Method>> = {
  create: { params: ['vals_list'], access: 'create', run: create },
  write: {
    params: ['vals'],
    ofRecords: true,
    access: 'write',
    run: (env, model, { ids, vals }) => {
      for (const id of ids) env.write(model, id, vals as Values);
      return true;
    },
  },
  unlink: {
    params: [],
    ofRecords: true,
    access: 'unlink',
    run: (env, model, { ids }) => {
      for (const id of ids) env.unlink(model, id);
      return true;
    },
  },
  read: { params: ['fields', 'load'], ofRecords: true, access: 'read', run: read },
  search: {
    params: ['domain', 'offset', 'limit', 'order'],
    access: 'read',
    run: (env, model, args) => search(env, model, args.domain, optionsOf(args)).map((row) => row.id),
  },
  search_read: {
    params: ['domain', 'fields', 'offset', 'limit', 'order'],
    access: 'read',
    run: (env, model, args) =>
      search(env, model, args.domain ?? [], optionsOf(args)).map((row) =>
        readRow(env, model, row, fieldsOf(args)),
      ),
  },
  search_count: {
    params: ['domain', 'limit'],
    access: 'read',
    run: (env, model, args) => search(env, model, args.domain, optionsOf(args)).length,
  },
  fields_get: { params: ['allfields', 'attributes'], run: fieldsGet },
  has_access: { params: ['operation'], ofRecords: true, run: allows },
  check_access_rights: { params: ['operation', 'raise_exception'], run: allows },
  load: {
    params: ['fields', 'data'],
    access: 'create',
    run: (env, model, { fields, data }) =>
      loadRows(env, model, { fields: names(fields), data: data as string[][] }),
  },
  action_archive: setActive(false),
  action_unarchive: setActive(true),
};

/** Methods of one model only. */
export const ownMethods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'res.users': {
    has_group: {
      params: ['group_ext_id'],
      ofRecords: true,
      run: (env, _model, args) => env.call.groups?.has(String(args.group_ext_id)) !== false,
    },
    context_get: {
      params: [],
      run: (env) => {
        const { lang, tz } = env.row('res.users', env.call.uid);
        return { lang, tz, uid: env.call.uid };
      },
    },
  },
  'ir.config_parameter': {
    get_param: {
      params: ['key', 'default'],
      access: 'read',
      run: (env, _model, args) => parameter(env, args.key)?.value ?? args.default ?? false,
    },
    set_param: { params: ['key', 'value'], access: 'write', run: setParameter },
  },
  'base.language.install': {
    lang_install: { params: [], ofRecords: true, access: 'write', run: installLanguages },
  },
  'mailing.list.merge': {
    action_mailing_lists_merge: { params: [], ofRecords: true, access: 'write', run: mergeLists },
  },
};

function create(env: Environment, model: string, { vals_list: given }: Arguments): unknown {
  const ids = env.create(model, Array.isArray(given) ? (given as Values[]) : [given as Values]);
  env.check(model, 'create', ids);
  return Array.isArray(given) ? ids : ids[0];
}

function allows(env: Environment, model: string, { operation }: Arguments): boolean {
  return mayDo(env.call, model, operation as Operation);
}

function setActive(active: boolean): Method {
  return {
    params: [],
    ofRecords: true,
    access: 'write',
    run: (env, model, { ids }) => {
      for (const id of ids) env.write(model, id, { active });
      return null;
    },
  };
}

function parameter(env: Environment, key: unknown): Row | undefined {
  return [...env.rows('ir.config_parameter')].find((row) => row.key === key);
}

function setParameter(env: Environment, model: string, { key, value }: Arguments): unknown {
  const found = parameter(env, key);
  if (found) env.write(model, found.id, { value });
  else env.insert(model, { key, value });
  return found?.value ?? false;
}

function read(env: Environment, model: string, args: Arguments): unknown {
  const { rows } = env.database.table(model);
  return args.ids.flatMap((id) => {
    const row = rows.get(id);
    return row ? [readRow(env, model, row, fieldsOf(args))] : [];
  });
}

function fieldsGet(env: Environment, model: string, args: Arguments): unknown {
  const wanted = names(args.allfields);
  const attributes = names(args.attributes);
  const fields = Object.entries(env.database.model(model).fields);
  return Object.fromEntries(
    fields
      .filter(([name]) => wanted.length === 0 || wanted.includes(name))
      .map(([name, field]) => [name, describe(env, name, field, attributes)]),
  );
}

function describe(
  env: Environment,
  name: string,
  field: FieldDefinition,
  attributes: readonly string[],
): Record<string, unknown> {
  const { type, label, relation, inverse, selection } = field;
  const all = {
    name,
    type,
    string: label,
    required: field.required ?? false,
    readonly: field.readonly ?? field.compute !== undefined,
    store: field.compute === undefined,
    ...(relation === undefined ? {} : { relation }),
    ...(inverse === undefined ? {} : { relation_field: inverse }),
    ...(selection === undefined
      ? {}
      : { selection: typeof selection === 'function' ? selection(env) : selection }),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => attributes.length === 0 || attributes.includes(key)),
  );
}

/** A record as Odoo sends it: many2one as `[id, name]`, dates in whole seconds, empty as false. */
function readRow(
  env: Environment,
  model: string,
  row: Row,
  fields: readonly string[],
): Record<string, unknown> {
  const names = fields.length > 0 ? fields : Object.keys(env.database.model(model).fields);
  const entries = names.map((name) => [name, sent(env, model, row, name)] as const);
  return { id: row.id, ...Object.fromEntries(entries) };
}

function sent(env: Environment, model: string, row: Row, name: string): unknown {
  const field = env.database.field(model, name);
  if (field.secret) return '';
  const value = env.value(model, row, name);
  if (field.type === 'many2one' && typeof value === 'number')
    return [value, env.nameOf(field.relation ?? '', value)];
  if (field.type === 'datetime' && typeof value === 'string') return value.slice(0, 19);
  return value;
}

/** `base.language.install`: the languages can be used from now on, and countries have their names in them. */
function installLanguages(env: Environment, model: string, { ids }: { ids: readonly number[] }): null {
  const { installsLanguagesById } = env.database.facts;
  for (const wizard of ids.map((id) => env.row(model, id))) {
    const chosen = (row: { id: number; code?: unknown }): boolean =>
      installsLanguagesById ? (wizard.lang_ids as number[]).includes(row.id) : row.code === wizard.lang;
    for (const language of [...env.rows('res.lang')].filter(chosen)) {
      env.write('res.lang', language.id, { active: true });
      nameCountries(env, String(language.code));
    }
  }
  return null;
}

function nameCountries(env: Environment, language: string): void {
  const names = new Intl.DisplayNames(language.replace('_', '-'), { type: 'region' });
  const inLanguage = env.in({ lang: language });
  for (const country of [...env.rows('res.country')])
    inLanguage.write('res.country', country.id, { name: names.of(String(country.code)) });
}

/**
 * `mailing.list.merge`: whoever is opted in on one of the lists, not blacklisted and whose address isn't on the
 * destination yet is put on it, in a row without dates. An opt-out stays behind on its list.
 */
function mergeLists(env: Environment, model: string, { ids }: { ids: readonly number[] }): unknown {
  const { subscriptionModel, version } = env.database.facts;
  const wizard = env.row(model, ids[0] ?? 0);
  const sources = wizard.src_list_ids as number[];
  const destination =
    wizard.merge_options === 'new'
      ? (env.create('mailing.list', [{ name: wizard.new_list_name }])[0] ?? 0)
      : Number(wizard.dest_list_id);
  const contactsOf = (list: number): Row[] =>
    env
      .pointingTo(subscriptionModel, 'list_id', list)
      .filter((each) => list === destination || each.opt_out !== true)
      .map((each) => env.row('mailing.contact', Number(each.contact_id)));
  const known = new Set(contactsOf(destination).map(({ email }) => email));
  for (const contact of sources.flatMap(contactsOf)) {
    if (known.has(contact.email) || env.value('mailing.contact', contact, 'is_blacklisted') === true)
      continue;
    known.add(contact.email);
    const link = { contact_id: contact.id, list_id: destination };
    env.insert(subscriptionModel, { ...link, create_date: false, write_date: false });
  }
  if (wizard.archive_src_lists === true)
    for (const list of sources) if (list !== destination) env.write('mailing.list', list, { active: false });
  return version === 14 ? `mailing.list(${destination},)` : [destination];
}
