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
import type { AddonItem } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';
import { jobForm, jobList, jobSearch } from './job-views.js';

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
