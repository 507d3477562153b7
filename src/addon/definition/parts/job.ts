import { addonModels } from '../../../core/addon-names.js';
import { access, groups } from '../kinds/access.js';
import {
  char,
  datetime,
  fieldsOfOwn,
  integer,
  many2many,
  many2one,
  selection,
  text,
} from '../kinds/fields.js';
import { model, ownModel } from '../kinds/model.js';
import { serverAction } from '../kinds/server-action.js';
import { view } from '../kinds/view.js';
import { window } from '../kinds/window.js';
import { claimJobsCode } from '../code/claim-jobs.js';
import { finishJobCode, renewJobCode } from '../code/held-job.js';
import { retryJobCode } from '../code/retry-job.js';
import { jobActions as kinds } from '../../jobs/job.js';
import type { AddonFacts } from '../addon-facts.js';
import { type AddonItem, addonModule } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';
import { modifiers } from '../kinds/modifiers.js';

const { account, audience, job } = addonModels;

/** B38: what somebody asked of the bridge, and what became of it. */
export function jobPart(facts: AddonFacts): AddonPart {
  return {
    models: [model(job, 'MailChimp Job', { order: 'id desc' })],
    fields: fieldsOfOwn(job, jobFields),
    links: fieldsOfOwn(job, [
      many2one('x_account_id', 'Account', { model: account, onDelete: 'cascade', index: true }),
      many2many('x_audience_ids', 'MailChimp List(s)', audience),
    ]),
    access: access(job, ['read']),
    rules: jobRules,
    actions: jobActions(facts),
    views: [
      view('view_job_list', job, { arch: jobList(facts) }),
      view('view_job_form', job, { arch: jobForm(facts) }),
      view('view_job_search', job, { arch: jobSearch }),
    ],
    windows: [
      window(facts, 'window_jobs', {
        label: 'MailChimp Jobs',
        model: job,
        views: ['list', 'form'],
        help: 'Nobody has asked anything of the bridge yet.',
      }),
    ],
  };
}

const jobFields = [
  char('x_name', 'Job', { required: true }),
  selection('x_action', 'Action', kinds),
  char('x_model', 'Model'),
  text('x_record_ids', 'Record IDs'),
  integer('x_record_count', 'Records'),
  many2one('x_user_id', 'Requested by', { model: 'res.users', onDelete: 'cascade' }),
  selection(
    'x_state',
    'State',
    [
      ['pending', 'Pending'],
      ['running', 'Running'],
      ['done', 'Done'],
      ['failed', 'Failed'],
    ],
    { index: true },
  ),
  text('x_result', 'Result'),
  integer('x_attempts', 'Attempts'),
  datetime('x_finished_at', 'Finished'),
  char('x_holder', 'Worked on by'),
  char('x_claim', 'Claim'),
  datetime('x_lease_until', 'Lease Until'),
];

/** People see the jobs they asked for: results name records that others may not be allowed to read. */
const jobRules: readonly AddonItem[] = [
  rule('own', "[('x_user_id', '=', user.id)]", 'marketing'),
  rule('bridge', "[(1, '=', 1)]", 'bridge'),
  rule('settings', "[(1, '=', 1)]", 'settings'),
];

function rule(name: string, domain: string, group: keyof typeof groups): AddonItem {
  return {
    name: `rule_job_${name}`,
    kind: 'ir.rule',
    values: {
      name: `${job} ${name}`,
      model_id: ownModel(job),
      domain_force: domain,
      groups: [groups[group]],
    },
  };
}

function jobActions(facts: AddonFacts): AddonItem[] {
  const onJobs = { model: ownModel(job) };
  const bridge = { ...onJobs, groups: [groups.bridge, groups.settings] };
  return [
    serverAction(facts, 'action_retry_job', 'Try Again', {
      ...{ ...onJobs, groups: [groups.marketing], code: retryJobCode },
    }),
    serverAction(facts, 'action_claim_jobs', 'MailChimp: claim jobs', { ...bridge, code: claimJobsCode }),
    serverAction(facts, 'action_renew_job', 'MailChimp: renew a lease', { ...bridge, code: renewJobCode }),
    serverAction(facts, 'action_finish_job', 'MailChimp: finish a job', {
      ...{ ...bridge, code: finishJobCode(facts) },
    }),
  ];
}

const jobList = ({ listTag }: AddonFacts) => `
  <${listTag} create="0" edit="0" delete="0">
    <field name="create_date" string="Requested"/>
    <field name="x_name"/>
    <field name="x_record_count"/>
    <field name="x_audience_ids" widget="many2many_tags"/>
    <field name="x_user_id"/>
    <field name="x_state"/>
    <field name="x_result"/>
  </${listTag}>`;

const jobForm = (facts: AddonFacts) => `
  <form create="0" edit="0" delete="0">
    <header>
      <button name="${addonModule}.action_retry_job" type="action" string="Try Again" ${modifiers(facts, {
        invisible: ['x_state', '!=', 'failed'],
      })}/>
      <field name="x_state" widget="statusbar" readonly="1"/>
    </header>
    <sheet>
      <div class="oe_title"><h1><field name="x_name" readonly="1"/></h1></div>
      <group>
        <group>
          <field name="x_account_id" readonly="1"/>
          <field name="x_audience_ids" widget="many2many_tags" readonly="1"/>
          <field name="x_model" readonly="1"/>
          <field name="x_record_count" readonly="1"/>
        </group>
        <group>
          <field name="x_user_id" readonly="1"/>
          <field name="create_date" string="Requested" readonly="1"/>
          <field name="x_finished_at" readonly="1"/>
          <field name="x_attempts" readonly="1"/>
          <field name="x_holder" readonly="1"/>
        </group>
      </group>
      <group string="Result"><field name="x_result" nolabel="1" colspan="2" readonly="1"/></group>
    </sheet>
  </form>`;

const jobSearch = `
  <search>
    <field name="x_name"/>
    <field name="x_audience_ids"/>
    <field name="x_user_id"/>
    <filter name="open" string="Pending or Running" domain="[('x_state', 'in', ['pending', 'running'])]"/>
    <filter name="failed" string="Failed" domain="[('x_state', '=', 'failed')]"/>
    <separator/>
    <filter name="date" string="Date" date="create_date"/>
    <group>
      <filter name="by_state" string="State" context="{'group_by': 'x_state'}"/>
      <filter name="by_user" string="Requested by" context="{'group_by': 'x_user_id'}"/>
    </group>
  </search>`;
