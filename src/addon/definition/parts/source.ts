import type { ObjectType } from '../../../objects/object-type.js';
import { groups } from '../kinds/access.js';
import { serverAction } from '../kinds/server-action.js';
import { explainCode, explainLabel } from '../code/explain.js';
import { openWizardCode } from '../code/open-wizard.js';
import { updateSourcesCode } from '../code/push-sources.js';
import type { AddonFacts } from '../addon-facts.js';
import { odoo } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';

/** B38: the entries in the menu of records of a source of people. */
export function sourcePart(facts: AddonFacts, type: ObjectType): AddonPart {
  const { model, name } = type.addon;
  const inMenu = { model: odoo(model), groups: [groups.marketing], menuOf: odoo(model) };
  return {
    actions: [
      serverAction(facts, `action_export_${name}`, 'Export to MailChimp', {
        ...{ ...inMenu, code: openWizardCode(type) },
      }),
      serverAction(facts, `action_update_${name}`, 'Update to MailChimp', {
        ...{ ...inMenu, code: updateSourcesCode(type) },
      }),
      serverAction(facts, `action_explain_${name}`, explainLabel, { ...inMenu, code: explainCode(type) }),
    ],
  };
}
