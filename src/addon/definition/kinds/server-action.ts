import type { AddonFacts } from '../addon-facts.js';
import type { AddonItem, Reference } from '../addon-item.js';

interface ServerAction {
  /** Model of the records it is run on. */
  model: Reference;
  groups: readonly Reference[];
  code: string;
  /** Model in whose Action (14.0) or cog menu it stands, on one record and on several. */
  menuOf?: Reference;
}

/**
 * Python that Odoo runs in its sandbox. What comes in (records, context, fields of a record) is only ever used as
 * a value, never as code, and every action says which groups may run it.
 */
export function serverAction(
  facts: Pick<AddonFacts, 'groups'>,
  name: string,
  label: string,
  action: ServerAction,
): AddonItem {
  return {
    name,
    kind: 'ir.actions.server',
    values: {
      name: label,
      model_id: action.model,
      state: 'code',
      code: action.code.trim(),
      [facts.groups]: action.groups,
      binding_model_id: action.menuOf ?? '',
      binding_view_types: 'list,form',
    },
  };
}
