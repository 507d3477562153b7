import { addonModels } from '../../../core/addon-names.js';
import { access, groups } from '../kinds/access.js';
import {
  char,
  datetime,
  fieldsOfOwn,
  integer,
  many2one,
  one2many,
  selection,
  text,
} from '../kinds/fields.js';
import { model, ownModel } from '../kinds/model.js';
import { serverAction } from '../kinds/server-action.js';
import { view } from '../kinds/view.js';
import { window } from '../kinds/window.js';
import { openRecordCode } from '../code/open-record.js';
import type { AddonFacts } from '../addon-facts.js';
import type { AddonPart } from '../addon-part.js';
import { addonModule } from '../addon-item.js';

const { audience, log, logLine } = addonModels;

/** B21, B39: what went wrong in a scheduled run, one line for each record. */
export function logPart(facts: AddonFacts): AddonPart {
  return {
    models: [
      model(log, 'MailChimp Log', { order: 'id desc' }),
      model(logLine, 'MailChimp Log Line', { order: 'id desc' }),
    ],
    fields: [...fieldsOfOwn(log, logFields), ...fieldsOfOwn(logLine, lineFields)],
    links: [
      ...fieldsOfOwn(log, [many2one('x_audience_id', 'Audience', { model: audience, onDelete: 'set null' })]),
      ...fieldsOfOwn(logLine, [
        many2one('x_audience_id', 'Audience', { model: audience, onDelete: 'set null' }),
        many2one('x_log_id', 'Log', { model: log, onDelete: 'cascade', index: true }),
      ]),
    ],
    inverses: fieldsOfOwn(log, [one2many('x_line_ids', 'Lines', { model: logLine, inverse: 'x_log_id' })]),
    access: [...access(log, ['read']), ...access(logLine, ['read'])],
    actions: [
      serverAction(facts, 'action_open_record', 'Open the Record', {
        model: ownModel(logLine),
        groups: [groups.marketing],
        code: openRecordCode,
      }),
    ],
    views: logViews(facts),
    windows: [
      window(facts, 'window_logs', {
        label: 'MailChimp Logs',
        model: log,
        views: ['list', 'form'],
        help: 'Nothing went wrong so far.',
      }),
      window(facts, 'window_log_lines', {
        label: 'MailChimp Log Analysis',
        model: logLine,
        views: ['graph', 'list'],
        help: 'Nothing went wrong so far.',
      }),
    ],
  };
}

const logViews = (facts: AddonFacts) => [
  view('view_log_list', log, { arch: logList(facts) }),
  view('view_log_form', log, { arch: logForm(facts) }),
  view('view_log_search', log, { arch: logSearch }),
  view('view_log_line_list', logLine, { arch: lineList(facts) }),
  view('view_log_line_graph', logLine, { arch: lineGraph }),
  view('view_log_line_search', logLine, { arch: lineSearch }),
];

export const operations = [
  ['export', 'Export'],
  ['import', 'Import'],
  ['export_import', 'Export and Import'],
] as const;

export const logTypes = [
  ['error', 'Error'],
  ['warning', 'Warning'],
  ['info', 'Information'],
] as const;

const logFields = [
  char('x_name', 'Name', { required: true }),
  char('x_key', 'Run', { index: true }),
  datetime('x_date', 'Date'),
  selection('x_type', 'Type', logTypes, { required: true }),
  selection('x_operation', 'Operation', operations, { required: true }),
  integer('x_line_count', 'Records'),
];

const lineFields = [
  char('x_name', 'Record', { required: true }),
  datetime('x_date', 'Date'),
  char('x_reason', 'Reason', { index: true }),
  text('x_description', 'Description'),
  char('x_model', 'Model'),
  integer('x_res_id', 'Record ID'),
];

const arrow = `
  <button name="${addonModule}.action_open_record" type="action" icon="fa-arrow-right" title="Open the record"/>`;

const logList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="x_date"/>
    <field name="x_audience_id"/>
    <field name="x_type"/>
    <field name="x_operation"/>
    <field name="x_line_count"/>
    <field name="x_name"/>
  </${listTag}>`;

const logForm = ({ listTag }: AddonFacts) => `
  <form create="0" edit="0" delete="0">
    <sheet>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_audience_id" readonly="1"/>
          <field name="x_date" readonly="1"/>
        </group>
        <group>
          <field name="x_type" readonly="1"/>
          <field name="x_operation" readonly="1"/>
          <field name="x_line_count" readonly="1"/>
        </group>
      </group>
      <field name="x_line_ids" readonly="1">
        <${listTag}>
          <field name="x_name"/>
          <field name="x_reason"/>
          <field name="x_description"/>
          <field name="x_model" optional="hide"/>
          <field name="x_res_id" optional="hide"/>
          ${arrow}
        </${listTag}>
      </field>
    </sheet>
  </form>`;

const logSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_audience_id"/>
    <field name="x_line_ids" string="Reason" filter_domain="[('x_line_ids.x_reason', 'ilike', self)]"/>
    <field name="x_line_ids" string="Record" filter_domain="[('x_line_ids.x_name', 'ilike', self)]"/>
    <filter name="errors" string="Errors" domain="[('x_type', '=', 'error')]"/>
    <separator/>
    <filter name="date" string="Date" date="x_date"/>
    <group>
      <filter name="by_audience" string="Audience" context="{'group_by': 'x_audience_id'}"/>
      <filter name="by_day" string="Date" context="{'group_by': 'x_date:day'}"/>
    </group>
  </search>`;

const lineList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="x_date"/>
    <field name="x_audience_id"/>
    <field name="x_name"/>
    <field name="x_reason"/>
    <field name="x_description"/>
    ${arrow}
  </${listTag}>`;

/** B39: by day and reason. */
const lineGraph = `
  <graph type="bar">
    <field name="x_date" interval="day"/>
    <field name="x_reason"/>
  </graph>`;

const lineSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_reason"/>
    <field name="x_description"/>
    <field name="x_audience_id"/>
    <filter name="date" string="Date" date="x_date"/>
    <group>
      <filter name="by_reason" string="Reason" context="{'group_by': 'x_reason'}"/>
      <filter name="by_audience" string="Audience" context="{'group_by': 'x_audience_id'}"/>
      <filter name="by_day" string="Date" context="{'group_by': 'x_date:day'}"/>
    </group>
  </search>`;
