import { models } from '../../../objects/registry.js';
import { pythonTuple } from '../kinds/python-tuple.js';

/** A log line's arrow. Odoo itself asks whether the user may read the record. */
export const openRecordCode = `
if record.x_model not in ${pythonTuple(models)} or not record.x_res_id:
    raise UserError('This line is about a member of MailChimp: there is no record in Odoo.')
if not env[record.x_model].browse(record.x_res_id).exists():
    raise UserError('The record is no longer there.')
action = {
    'type': 'ir.actions.act_window',
    'res_model': record.x_model,
    'res_id': record.x_res_id,
    'view_mode': 'form',
    'views': [[False, 'form']],
    'target': 'current',
}`;
