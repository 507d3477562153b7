import { addonModels } from '../../../core/addon-names.js';
import { groups } from '../kinds/access.js';
import { ownModel } from '../kinds/model.js';
import type { AddonFacts } from '../addon-facts.js';
import type { AddonPart } from '../addon-part.js';

/** Odoo calls this address when a job was made, after it has committed. Nothing of the job goes out with it but its id. */
export function pokePart(facts: AddonFacts, url: string | null): AddonPart {
  if (url === null || !facts.webhookActions) return {};
  return {
    actions: [
      {
        name: 'action_poke',
        kind: 'ir.actions.server',
        values: {
          name: 'MailChimp: tell the bridge',
          model_id: ownModel(addonModels.job),
          state: 'webhook',
          webhook_url: url,
          [facts.groups]: [groups.marketing, groups.bridge, groups.settings],
        },
      },
    ],
  };
}
