import type { AddonItem, Reference } from '../addon-item.js';

/** A view; with `inherit` a change of one of Odoo's own. */
export function view(name: string, model: string, view: { arch: string; inherit?: Reference }): AddonItem {
  return {
    name,
    kind: 'ir.ui.view',
    values: {
      name: `mailchimp.${name}`,
      model,
      ...(view.inherit === undefined ? {} : { inherit_id: view.inherit }),
      arch: xml(view.arch),
    },
  };
}

/** A view's text as it is sent: without the indentation that is for people. */
function xml(text: string): string {
  return text
    .replace(/>\s+</gu, '><')
    .replace(/\s*\n\s*/gu, ' ')
    .trim();
}
