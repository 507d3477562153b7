import { compileDomain } from './domain.js';
import type { Environment } from './environment.js';
import type { Call, Operation, Row } from './model-definition.js';
import { accessError, valueError } from './odoo-exception.js';
import type { VersionFacts } from './version-facts.js';

export const groups = {
  user: 'base.group_user',
  portal: 'base.group_portal',
  settings: 'base.group_system',
  contactCreation: 'base.group_partner_manager',
  emailMarketing: 'mass_mailing.group_mass_mailing_user',
} as const;

const everything: readonly Operation[] = ['read', 'write', 'create', 'unlink'];
const all = (...models: string[]) => Object.fromEntries(models.map((model) => [model, everything]));
const reading = (...models: string[]) =>
  Object.fromEntries(models.map((model) => [model, ['read'] as const]));

/** What a user may do to a model by each of the groups, as on real servers; who may set Odoo up may do everything. */
const granted: Readonly<Record<string, Readonly<Record<string, readonly Operation[]>>>> = {
  [groups.portal]: reading('res.users', 'res.country', 'res.country.state', 'res.company', 'res.lang'),
  [groups.user]: {
    ...reading(
      ...['res.users', 'res.country', 'res.country.state', 'res.company', 'res.lang', 'res.groups'],
      ...[
        'res.partner',
        'res.partner.category',
        'res.partner.title',
        'ir.model',
        'ir.model.fields',
        'ir.model.data',
      ],
    ),
    ...all('ir.attachment'),
  },
  [groups.contactCreation]: all('res.partner', 'res.partner.category', 'res.partner.title'),
  [groups.emailMarketing]: {
    ...all(
      ...['mailing.contact', 'mailing.list', 'mailing.list.merge', 'mail.blacklist'],
      ...['mailing.subscription', 'mailing.contact.subscription', 'mailing.subscription.optout'],
    ),
    ...reading('ir.mail_server'),
  },
};

export function mayDo({ groups: own }: Call, model: string, operation: Operation): boolean {
  if (own === null || own.has(groups.settings)) return true;
  return [...own].some((group) => granted[group]?.[model]?.includes(operation) === true);
}

/** What is given with a group. */
const implied: Readonly<Record<string, readonly string[]>> = {
  [groups.settings]: [groups.user],
  [groups.emailMarketing]: [groups.user],
};

/** External ids of the groups a user is in, by itself or by another group. */
export function groupsOf(
  env: Pick<Environment, 'rows'>,
  user: Row,
  { userGroups }: VersionFacts,
): ReadonlySet<string> {
  const ids = user[userGroups] as number[];
  const own = [...env.rows('ir.model.data')]
    .filter((row) => row.model === 'res.groups' && ids.includes(Number(row.res_id)))
    .map((row) => `${String(row.module)}.${String(row.name)}`);
  return new Set(own.flatMap((group) => [group, ...(implied[group] ?? [])]));
}

/**
 * Model as a whole, then record by record: what rules forbid, and customers who are colleagues.
 * @throws OdooException AccessError
 */
export function checkRights(
  env: Environment,
  ...[model, operation, ids]: [model: string, operation: Operation, ids: readonly number[]]
): void {
  if (env.call.groups === null) return;
  const { label } = env.database.model(model);
  if (!mayDo(env.call, model, operation))
    throw accessError(`You are not allowed to ${operation} '${label}' (${model}) records.`);
  const admits = admittedBy(env, model, operation);
  const closed = ids.filter((id) => {
    const row = env.database.table(model).rows.get(id);
    return row !== undefined && !admits(row);
  });
  if (closed.length > 0)
    throw accessError(
      `Due to security restrictions, you are not allowed to ${operation} '${label}' (${model}) records.\nRecords: ${closed.join(', ')}`,
    );
  if (model === 'res.partner' && operation === 'write') checkColleagues(env, ids);
}

/** The record rules for everyone (`ir.rule` without groups): a record has to fit all of them. */
export function admittedBy(env: Environment, model: string, operation: Operation): (row: Row) => boolean {
  if (env.call.groups === null) return () => true;
  const rules = [...env.rows('ir.rule')].filter(
    (rule) =>
      rule.active === true &&
      rule[`perm_${operation}`] === true &&
      env.row('ir.model', Number(rule.model_id)).model === model,
  );
  const holds = rules.map((rule) => compileDomain(model, pythonLiteral(String(rule.domain_force)), env));
  return (row) => isOfCompanies(env, model, row) && holds.every((each) => each(row));
}

/** Odoo's own rules: companies that the user is in, or those of them that the call names, and their customers. */
function isOfCompanies(env: Environment, model: string, row: Row): boolean {
  if (model !== 'res.company' && model !== 'res.partner') return true;
  const { context, uid } = env.call;
  const companies = (context.allowed_company_ids ?? env.row('res.users', uid).company_ids) as number[];
  if (model === 'res.company') return companies.includes(row.id);
  if (row.company_id === false || companies.includes(Number(row.company_id))) return true;
  return isColleague(row, env, env.database.facts);
}

/** Who may not change users may not change their partners either. */
function checkColleagues(env: Environment, ids: readonly number[]): void {
  if (mayDo(env.call, 'res.users', 'write')) return;
  const { facts } = env.database;
  const others = ids.map((id) => ({ id })).filter((row) => isColleague(row, env, facts, env.call.uid));
  if (others.length > 0) throw accessError("You are not allowed to write 'User' (res.users) records.");
}

/** Whether a partner is that of an internal user. @param but a user who doesn't count */
export function isColleague(
  { id }: { id: number },
  env: Pick<Environment, 'rows'>,
  facts: VersionFacts,
  but?: number,
): boolean {
  return [...env.rows('res.users')].some(
    (user) =>
      user.id !== but && Number(user.partner_id) === id && groupsOf(env, user, facts).has(groups.user),
  );
}

const tokens = /\s*(?:([[\](),])|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([\w.+-]+))/gy;
const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** What a domain of a record rule says: lists, tuples, texts, numbers, `True`, `False` and `None` of Python. */
function pythonLiteral(source: string): unknown {
  const found = [...source.trim().matchAll(tokens)];
  if (found.map(([whole]) => whole).join('') !== source.trim()) throw wrong(source);
  const rest = found.map(([, mark, text, word]) => ({ mark, text, word }));
  const value = take(rest, source);
  if (rest.length > 0) throw wrong(source);
  return value;
}

interface Token {
  mark: string | undefined;
  text: string | undefined;
  word: string | undefined;
}

function take(rest: Token[], source: string): unknown {
  const token = rest.shift();
  if (token?.mark === '[' || token?.mark === '(') return sequence(rest, source);
  if (token?.text !== undefined) return token.text.slice(1, -1).replace(/\\(.)/gu, '$1');
  if (token?.word === undefined) throw wrong(source);
  if (token.word in words) return words[token.word];
  const number = Number(token.word);
  if (Number.isNaN(number)) throw wrong(source);
  return number;
}

function sequence(rest: Token[], source: string): unknown[] {
  const values: unknown[] = [];
  for (;;) {
    const [next] = rest;
    if (next === undefined) throw wrong(source);
    if (next.mark === ']' || next.mark === ')') break;
    if (next.mark === ',') rest.shift();
    else values.push(take(rest, source));
  }
  rest.shift();
  return values;
}

const wrong = (source: string) => valueError(`Invalid domain: ${source}`);
