import { groups } from '../kinds/access.js';
import { odoo } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';

/** For the user the bridge logs in as, so that it need not be an administrator: it finds the actions it runs. */
export const bridgeGroup: AddonPart = {
  groups: [
    {
      name: 'group_bridge',
      kind: 'res.groups',
      values: {
        name: 'MailChimp Bridge',
        comment: 'The program that keeps Odoo and MailChimp in step. Not for people.',
        implied_ids: [groups.marketing],
      },
    },
  ],
  access: [
    {
      name: 'access_server_actions_bridge',
      kind: 'ir.model.access',
      values: {
        name: 'ir.actions.server mailchimp bridge',
        model_id: odoo('base.model_ir_actions_server'),
        group_id: groups.bridge,
        ...{ perm_read: true, perm_write: false, perm_create: false, perm_unlink: false },
      },
    },
  ],
};
