import { addonModels } from '../../../core/addon-names.js';
import type { ObjectType } from '../../../objects/object-type.js';

/** Opens the question for the lists; the chosen records go along as a text of ids. */
export const openWizardCode = ({ model }: ObjectType) => `
chosen = records or record or model
action = {
    'type': 'ir.actions.act_window',
    'name': 'Export to MailChimp',
    'res_model': '${addonModels.exportWizard}',
    'view_mode': 'form',
    'views': [[False, 'form']],
    'target': 'new',
    'context': {
        'default_x_model': '${model}',
        'default_x_record_ids': ','.join([str(id) for id in chosen.ids]),
        'default_x_record_count': len(chosen),
    },
}`;
