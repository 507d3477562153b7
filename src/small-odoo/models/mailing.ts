import { normalizeEmail } from '../email.js';
import { boolean, char, datetime, integer, many2many, many2one, one2many } from '../fields.js';
import type { ModelDefinition, Records, Row } from '../model-definition.js';
import { validationError } from '../odoo-exception.js';
import { isBlacklisted } from './blacklist.js';

const subscriptionsOf = (env: Records, field: 'contact_id' | 'list_id', id: number): Row[] =>
  env.pointingTo('mailing.subscription', field, id);

const mailingList: ModelDefinition = {
  name: 'mailing.list',
  label: 'Mailing List',
  order: 'name, id',
  fields: {
    name: char('Mailing List', { required: true }),
    active: boolean('Active', { initial: true }),
    is_public: boolean('Show In Preferences'),
    subscription_ids: one2many('Subscription Information', 'mailing.subscription', 'list_id'),
    contact_ids: many2many('Mailing Contacts', 'mailing.contact', {
      updates: true,
      compute: (row, env) => subscriptionsOf(env, 'list_id', row.id).map((each) => each.contact_id),
    }),
    contact_count: integer('Number of Contacts', {
      compute: (row, env) => subscriptionsOf(env, 'list_id', row.id).length,
    }),
  },
};

const contact: ModelDefinition = {
  name: 'mailing.contact',
  label: 'Mailing Contact',
  order: 'name, id desc',
  fields: {
    name: char('Name'),
    first_name: char('First Name'),
    last_name: char('Last Name'),
    company_name: char('Company Name'),
    email: char('Email'),
    email_normalized: char('Normalized Email', { readonly: true }),
    is_blacklisted: boolean('Blacklist', { compute: isBlacklisted }),
    message_bounce: integer('Bounce'),
    country_id: many2one('Country', 'res.country'),
    tag_ids: many2many('Tags', 'res.partner.category'),
    subscription_ids: one2many('Subscription Information', 'mailing.subscription', 'contact_id'),
    list_ids: many2many('Mailing Lists', 'mailing.list', {
      compute: (row, env) => subscriptionsOf(env, 'contact_id', row.id).map((each) => each.list_id),
    }),
  },
  derive: (row) => ({ email_normalized: normalizeEmail(row.email) }),
};

const subscription: ModelDefinition = {
  name: 'mailing.subscription',
  label: 'Mailing List Subscription',
  order: 'id',
  cascade: ['contact_id', 'list_id'],
  fields: {
    contact_id: many2one('Contact', 'mailing.contact', { required: true }),
    list_id: many2one('Mailing List', 'mailing.list', { required: true }),
    opt_out: boolean('Opt Out'),
    opt_out_datetime: datetime('Unsubscription Date'),
    is_blacklisted: boolean('Blacklist', {
      compute: (row, env) => isBlacklisted(env.row('mailing.contact', Number(row.contact_id)), env),
    }),
  },
  derive: optOutDate,
  check: onlyOnce,
};

/** The date comes and goes with the opt-out, unless it is given. */
function optOutDate(row: Row, before: Row | undefined, env: Records) {
  if (before === undefined && row.opt_out_datetime) return { opt_out: true };
  if (!row.opt_out) return { opt_out_datetime: false };
  return row.opt_out_datetime ? {} : { opt_out_datetime: env.call.stamp.slice(0, 19) };
}

function onlyOnce(row: Row, env: Records): void {
  const same = subscriptionsOf(env, 'contact_id', Number(row.contact_id)).filter(
    (each) => each.list_id === row.list_id,
  );
  if (same.length > 1)
    throw validationError('A mailing contact cannot subscribe to the same mailing list multiple times.');
}

export const mailingModels: readonly ModelDefinition[] = [mailingList, contact, subscription];
