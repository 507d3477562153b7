import { addonModels } from '../../../core/addon-names.js';
import type { ObjectType } from '../../../objects/object-type.js';
import { usualSource } from '../../../objects/registry.js';
import type { JobAction } from '../../jobs/job.js';
import { createJobs, refuseUnreadable } from './create-jobs.js';

/** The wizard's button: to the chosen audiences. A wizard that an older addon has opened says no model. */
export const exportSourcesCode = (types: readonly ObjectType[]) => `
names = {${types.map(({ model, words }) => `'${model}': 'Export ${words.many}'`).join(', ')}}
chosen = record.x_model or '${usualSource.model}'
if chosen not in names:
    raise UserError('Records of this kind can not be exported.')
ids = [int(id) for id in (record.x_record_ids or '').split(',') if id]
audiences = record.x_audience_ids
if not audiences:
    raise UserError('Choose at least one MailChimp list.')
${refuseUnreadable('chosen')}
accounts = audiences.mapped('x_account_id')
${createJobs({ name: 'names[chosen]', action: 'export', model: 'chosen' })}`;

/** To the audiences they are members of, which the bridge knows. */
export const updateSourcesCode = (type: ObjectType) =>
  askEveryBridge(type, { name: `'Update ${type.words.many}'`, action: 'update' });

/** One job for each account there is, about the chosen records. */
export const askEveryBridge = ({ model }: ObjectType, job: { name: string; action: JobAction }) => `
ids = (records or record or model).ids
audiences = env['${addonModels.audience}']
${refuseUnreadable(`'${model}'`)}
accounts = audiences.search([]).mapped('x_account_id')
${createJobs({ ...job, model: `'${model}'` })}`;
