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
import { lineGraph, lineList, lineSearch, logForm, logList, logSearch } from './log-views.js';

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
