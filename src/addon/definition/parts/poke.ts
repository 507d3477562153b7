import { faceModels } from '../../../core/face-names.js';
import { groups } from '../build/access.js';
import { ownModel } from '../build/model.js';
import type { FaceFacts } from '../face-facts.js';
import type { FacePart } from '../face-part.js';

/** Odoo calls this address when a job was made, after it has committed. Nothing of the job goes out with it but its id. */
export function pokePart(facts: FaceFacts, url: string | null): FacePart {
  if (url === null || !facts.webhookActions) return {};
  return {
    actions: [
      {
        name: 'action_poke',
        kind: 'ir.actions.server',
        values: {
          name: 'MailChimp: tell the bridge',
          model_id: ownModel(faceModels.job),
          state: 'webhook',
          webhook_url: url,
          [facts.groups]: [groups.marketing, groups.bridge, groups.settings],
        },
      },
    ],
  };
}
