import type { AddonFacts } from '../addon-facts.js';
import type { AddonItem } from '../addon-item.js';

/** A menu's action that shows records. `views` says list for what 14.0 calls tree. */
export function window(
  { listTag }: Pick<AddonFacts, 'listTag'>,
  name: string,
  action: { label: string; model: string; views: readonly ('list' | 'form' | 'graph')[]; help: string },
): AddonItem {
  return {
    name,
    kind: 'ir.actions.act_window',
    values: {
      name: action.label,
      res_model: action.model,
      view_mode: action.views.map((view) => (view === 'list' ? listTag : view)).join(','),
      help: `<p class="o_view_nocontent_smiling_face">${action.help}</p>`,
    },
  };
}
