import { addonModels } from '../../../core/addon-names.js';
import { createJobs, refuseUnreadable } from './create-jobs.js';

const partner = 'res.partner';

/** The wizard's button: to the chosen audiences. */
export const exportCustomersCode = `
ids = [int(id) for id in (record.x_record_ids or '').split(',') if id]
audiences = record.x_audience_ids
if not audiences:
    raise UserError('Choose at least one MailChimp list.')
${refuseUnreadable(`'${partner}'`)}
accounts = audiences.mapped('x_account_id')
${createJobs({ name: 'Export customers', action: 'export', model: partner })}`;

/** To the audiences they are members of, which the bridge knows. */
export const updateCustomersCode = `
ids = (records or record or model).ids
audiences = env['${addonModels.audience}']
${refuseUnreadable(`'${partner}'`)}
accounts = audiences.search([]).mapped('x_account_id')
${createJobs({ name: 'Update customers', action: 'update', model: partner })}`;
