import { addonModels } from '../../../core/addon-names.js';

/** Opens the question for the lists; the chosen customers go along as a text of ids. */
export const openWizardCode = `
chosen = records or record or model
action = {
    'type': 'ir.actions.act_window',
    'name': 'Export to MailChimp',
    'res_model': '${addonModels.exportWizard}',
    'view_mode': 'form',
    'views': [[False, 'form']],
    'target': 'new',
    'context': {
        'default_x_record_ids': ','.join([str(id) for id in chosen.ids]),
        'default_x_record_count': len(chosen),
    },
}`;
