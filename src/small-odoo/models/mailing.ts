import { normalizeEmail } from '../email.js';
import { boolean, char, datetime, integer, many2many, many2one, one2many, selection } from '../fields.js';
import type { ModelDefinition, Records, Row, Values } from '../model-definition.js';
import { validationError } from '../odoo-exception.js';
import type { VersionFacts } from '../version-facts.js';
import { isBlacklisted } from './blacklist.js';

const linked = (facts: VersionFacts, own: 'contact_id' | 'list_id') => ({
  through: {
    model: facts.subscriptionModel,
    own,
    other: own === 'contact_id' ? 'list_id' : 'contact_id',
  },
});

const mailingList = (facts: VersionFacts): ModelDefinition => ({
  name: 'mailing.list',
  label: 'Mailing List',
  order: 'name, id',
  fields: {
    name: char('Mailing List', { required: true }),
    active: boolean('Active', { initial: true }),
    is_public: boolean('Show In Preferences'),
    subscription_ids: one2many('Subscription Information', facts.subscriptionModel, 'list_id'),
    contact_ids: many2many('Mailing Contacts', 'mailing.contact', linked(facts, 'list_id')),
    [facts.contactCount]: integer('Number of Contacts', {
      compute: (row, env) => env.pointingTo(facts.subscriptionModel, 'list_id', row.id).length,
    }),
  },
});

const contact = (facts: VersionFacts): ModelDefinition => ({
  name: 'mailing.contact',
  label: 'Mailing Contact',
  order: facts.hasSplitNames ? 'name, id desc' : 'email, id',
  fields: {
    name: char('Name'),
    ...(facts.hasSplitNames ? { first_name: char('First Name'), last_name: char('Last Name') } : {}),
    ...(facts.hasTitles ? { title_id: many2one('Title', 'res.partner.title') } : {}),
    company_name: char('Company Name'),
    email: char('Email'),
    email_normalized: char('Normalized Email', { readonly: true }),
    is_blacklisted: boolean('Blacklist', { compute: isBlacklisted }),
    message_bounce: integer('Bounce'),
    country_id: many2one('Country', 'res.country'),
    tag_ids: many2many('Tags', 'res.partner.category'),
    [facts.contactSubscriptions]: one2many('Subscription Information', facts.subscriptionModel, 'contact_id'),
    list_ids: many2many('Mailing Lists', 'mailing.list', linked(facts, 'contact_id')),
  },
  derive: (row) => ({ email_normalized: normalizeEmail(row.email, { ...facts, strict: false }) }),
});

export const optOutReasonModel = 'mailing.subscription.optout';

const optOutReason: ModelDefinition = {
  name: optOutReasonModel,
  label: 'Mailing Subscription Reason',
  order: 'sequence, id',
  fields: {
    name: char('Reason', { required: true }),
    sequence: integer('Sequence'),
    is_feedback: boolean('Ask For Feedback'),
  },
};

const subscription = (facts: VersionFacts): ModelDefinition => ({
  name: facts.subscriptionModel,
  label: 'Mailing List Subscription',
  order: 'id',
  cascade: ['contact_id', 'list_id'],
  fields: {
    contact_id: many2one('Contact', 'mailing.contact', { required: true }),
    list_id: many2one('Mailing List', 'mailing.list', { required: true }),
    opt_out: boolean('Opt Out'),
    [facts.optOutDate]: datetime('Unsubscription Date'),
    ...(facts.keepsOptOutDate ? { opt_out_reason_id: many2one('Reason', optOutReasonModel) } : {}),
    is_blacklisted: boolean('Blacklist', {
      compute: (row, env) => isBlacklisted(env.row('mailing.contact', Number(row.contact_id)), env),
    }),
  },
  adjust: (values, before, env) => withDate(values, { before, facts, now: env.call.stamp.slice(0, 19) }),
  check: (row, env) => onlyOnce(row, env, facts),
});

interface Writing {
  before: Row | undefined;
  facts: VersionFacts;
  now: string;
}

/**
 * What Odoo makes of the values of a create or a write. The date comes with an opt-out and goes with it, and is that of
 * the last time somebody said so; from 17.0 on it may be given, and then opts out by itself.
 */
function withDate(values: Values, { facts: { optOutDate, keepsOptOutDate }, now }: Writing): Values {
  const given = values[optOutDate];
  if (keepsOptOutDate && typeof given === 'string') return { ...values, opt_out: values.opt_out ?? true };
  if (!('opt_out' in values)) return values;
  return { ...values, [optOutDate]: values.opt_out ? now : false };
}

function onlyOnce(row: Row, env: Records, { subscriptionModel }: VersionFacts): void {
  const same = env
    .pointingTo(subscriptionModel, 'contact_id', Number(row.contact_id))
    .filter((each) => each.list_id === row.list_id);
  if (same.length > 1)
    throw validationError('A mailing contact cannot subscribe to the same mailing list multiple times.');
}

const merge: ModelDefinition = {
  name: 'mailing.list.merge',
  label: 'Merge Mass Mailing List',
  order: 'id',
  fields: {
    src_list_ids: many2many('Mailing Lists', 'mailing.list'),
    dest_list_id: many2one('Destination Mailing List', 'mailing.list'),
    merge_options: selection(
      'Merge Option',
      [
        ['new', 'Merge into a new mailing list'],
        ['existing', 'Merge into an existing mailing list'],
      ],
      { initial: 'new' },
    ),
    new_list_name: char('New Mailing List Name'),
    archive_src_lists: boolean('Archive source mailing lists', { initial: true }),
  },
};

export const mailingModels = (facts: VersionFacts): readonly ModelDefinition[] => [
  mailingList(facts),
  contact(facts),
  subscription(facts),
  ...(facts.keepsOptOutDate ? [optOutReason] : []),
  merge,
];
