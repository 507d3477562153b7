import { addonModels } from '../../../core/addon-names.js';
import { memberStatuses } from '../../../core/member-status.js';
import { consentHolder, isSource } from '../../../objects/registry.js';
import { access, groups } from '../kinds/access.js';
import {
  boolean,
  char,
  datetime,
  fieldsOf,
  fieldsOfOwn,
  integer,
  many2one,
  one2many,
  selection,
} from '../kinds/fields.js';
import { model, ownModel } from '../kinds/model.js';
import { serverAction } from '../kinds/server-action.js';
import { view } from '../kinds/view.js';
import { counterField, statusLabel } from '../kinds/status.js';
import { window } from '../kinds/window.js';
import { fetchMembersCode } from '../code/fetch-members.js';
import { openMembersCode } from '../code/open-members.js';
import type { AddonFacts } from '../addon-facts.js';
import { odoo, addonModule } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';
import { modifiers } from '../kinds/modifiers.js';

const { account, audience } = addonModels;

/** B37, B39: an audience with its counters, its mailing list and the rule of its auto-export. */
export function audiencePart(facts: AddonFacts): AddonPart {
  return {
    models: [model(audience, 'MailChimp Audience', { order: 'x_name' })],
    fields: [...fieldsOfOwn(audience, [...described, ...counters, ...autoExport(facts)])],
    links: [
      ...fieldsOfOwn(audience, [
        many2one('x_account_id', 'Account', { model: account, onDelete: 'cascade', index: true }),
      ]),
      ...fieldsOf({ model: 'mailing.list', record: odoo('mass_mailing.model_mailing_list') }, [
        many2one('x_mailchimp_audience_id', 'MailChimp Audience', { model: audience, onDelete: 'set null' }),
      ]),
    ],
    inverses: fieldsOfOwn(audience, [
      one2many('x_mailing_list_ids', 'Mailing List', {
        ...{ model: 'mailing.list', inverse: 'x_mailchimp_audience_id' },
      }),
    ]),
    access: access(audience, ['read', 'write']),
    actions: [action(facts, 'fetch_members', 'Fetch Members'), action(facts, 'open_members', 'Members')],
    views: [
      view('view_audience_list', audience, { arch: listArch(facts) }),
      view('view_audience_form', audience, { arch: audienceForm(facts) }),
    ],
    windows: [
      window(facts, 'window_audiences', {
        label: 'MailChimp Lists/Audiences',
        model: audience,
        views: ['list', 'form'],
        help: 'No audience yet: the bridge brings those of the configuration file.',
      }),
    ],
  };
}

const described = [
  char('x_name', 'Name', { required: true }),
  char('x_mailchimp_id', 'List ID', { required: true, index: true }),
  datetime('x_date_created', 'Created in MailChimp'),
  char('x_subscribe_url', 'Subscribe URL'),
  integer('x_rating', 'Rating'),
  boolean('x_double_optin', 'Double Opt-In'),
  datetime('x_fetched_at', 'Last Fetched'),
];

const counters = memberStatuses.map((status) => integer(counterField(status), statusLabel(status)));

const autoExport = ({ types }: AddonFacts) => [
  boolean('x_auto_export', 'Auto Export Contact?'),
  selection('x_auto_export_model', 'Export', [
    ...[...types.filter(({ model: name }) => isSource(name)), consentHolder].map(
      ({ model: name, label }) => [name, label] as const,
    ),
  ]),
  char('x_auto_export_domain', 'Filter'),
  boolean('x_auto_export_pinned', 'Set in the Configuration File'),
];

function action(facts: AddonFacts, name: 'fetch_members' | 'open_members', label: string) {
  const code = name === 'fetch_members' ? fetchMembersCode : openMembersCode(facts);
  return serverAction(facts, `action_${name}`, label, {
    model: ownModel(audience),
    groups: [groups.marketing],
    code,
  });
}

const listArch = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" delete="0">
    <field name="x_name"/>
    <field name="x_account_id"/>
    <field name="x_mailing_list_ids" widget="many2many_tags"/>
    <field name="x_count_subscribed"/>
    <field name="x_count_unsubscribed"/>
    <field name="x_count_cleaned"/>
    <field name="x_auto_export"/>
  </${listTag}>`;

const icons = {
  subscribed: 'fa-users',
  unsubscribed: 'fa-user-times',
  cleaned: 'fa-ban',
  pending: 'fa-hourglass-half',
  transactional: 'fa-exchange',
  archived: 'fa-archive',
} as const;

/** B39: Fetch Members, counters that open the contacts, the auto-export rule and whether it is the file's. */
const audienceForm = (facts: AddonFacts) => `
  <form create="0" delete="0">
    <header>
      <button name="${addonModule}.action_fetch_members" type="action" string="Fetch Members" class="oe_highlight"/>
    </header>
    <sheet>
      <div class="oe_button_box" name="button_box">${memberStatuses.map(counterButton).join('')}</div>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_account_id" readonly="1"/>
          <field name="x_mailing_list_ids" widget="many2many_tags" readonly="1"/>
          <field name="x_mailchimp_id" readonly="1"/>
          <field name="x_date_created" readonly="1"/>
        </group>
        <group>
          <field name="x_subscribe_url" widget="url" readonly="1"/>
          <field name="x_rating" readonly="1"/>
          <field name="x_double_optin" readonly="1"/>
          <field name="x_fetched_at" readonly="1"/>
        </group>
      </group>
      ${autoExportGroup(facts)}
    </sheet>
  </form>`;

function counterButton(status: keyof typeof icons): string {
  const context = `{'mailchimp_status': '${status}'}`;
  return `
    <button class="oe_stat_button" name="${addonModule}.action_open_members" type="action" icon="${icons[status]}" context="${context}">
      <field name="${counterField(status)}" widget="statinfo" string="${statusLabel(status)}"/>
    </button>`;
}

function autoExportGroup(facts: AddonFacts): string {
  const pinned = ['x_auto_export_pinned', '=', true] as const;
  const unpinned = ['x_auto_export_pinned', '=', false] as const;
  const readonly = modifiers(facts, { readonly: pinned });
  return `
    <group string="Auto Export">
      <field name="x_auto_export_pinned" invisible="1"/>
      <field name="x_auto_export" ${readonly}/>
      <field name="x_auto_export_model" ${readonly}/>
      <field name="x_auto_export_domain" widget="domain" options="{'model': 'x_auto_export_model'}" ${readonly}/>
    </group>
    <p class="text-muted" ${modifiers(facts, { invisible: ['x_auto_export_domain', '!=', false] })}>
      Without a filter nothing is exported. For everybody, add a rule and delete it again.
    </p>
    <p class="text-muted" ${modifiers(facts, { invisible: unpinned })}>
      The configuration file of the bridge says what is exported: change it there.
    </p>`;
}
