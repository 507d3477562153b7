import { subscriptionAddon } from '../../../core/addon-names.js';
import type { AddonFacts } from '../addon-facts.js';

/** A counter's button: the contacts that are members of the audience with the status in the context. */
export const openMembersCode = ({ subscriptionModel, contactSubscriptions, attrs, listTag }: AddonFacts) => `
lines = [
    ('list_id.x_mailchimp_audience_id', '=', record.id),
    ('${subscriptionAddon.status}', '=', env.context.get('mailchimp_status')),
]
${attrs ? byIds(subscriptionModel) : `domain = [('${contactSubscriptions}', 'any', lines)]`}
action = {
    'type': 'ir.actions.act_window',
    'name': record.x_name,
    'res_model': 'mailing.contact',
    'view_mode': '${listTag},form',
    'views': [[False, '${listTag === 'list' ? 'list' : 'tree'}'], [False, 'form']],
    'domain': domain,
    'target': 'current',
}`;

/** A domain can't ask two things of the same line there. */
const byIds = (subscriptionModel: string) =>
  `domain = [('id', 'in', env['${subscriptionModel}'].search(lines).mapped('contact_id').ids)]`;
