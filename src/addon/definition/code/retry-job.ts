import { addonModels } from '../../../core/addon-names.js';
import { models } from '../../../objects/registry.js';
import { pythonTuple } from '../kinds/python-tuple.js';
import { refuseUnreadable } from './create-jobs.js';

/** Puts a failed job back, in the name of the user who asks now and under that user's rights. */
export const retryJobCode = `
if record.x_state != 'failed':
    raise UserError('Only a failed job can be tried again.')
if record.x_model not in ${pythonTuple([...models, addonModels.audience])}:
    raise UserError('The job is about records the bridge does not know.')
ids = [int(id) for id in (record.x_record_ids or '').split(',') if id]
${refuseUnreadable('record.x_model')}
record.sudo().write({'x_state': 'pending', 'x_user_id': env.uid, 'x_result': False, 'x_finished_at': False})`;
