import { groups } from '../kinds/access.js';
import type { AddonFacts } from '../addon-facts.js';
import { odoo, own, ownAction, type AddonItem } from '../addon-item.js';
import type { AddonPart } from '../addon-part.js';

const entries = [
  ['accounts', 'Accounts'],
  ['audiences', 'Lists/Audiences'],
  ['logs', 'Logs'],
  ['log_lines', 'Log Analysis'],
  ['jobs', 'Jobs'],
] as const;

/** B37: *Email Marketing ▸ MailChimp*. */
export function menusPart(facts: AddonFacts): AddonPart {
  const shown = { [facts.groups]: [groups.marketing] };
  const root: AddonItem = {
    name: 'menu_root',
    kind: 'ir.ui.menu',
    values: {
      name: 'MailChimp',
      parent_id: odoo('mass_mailing.mass_mailing_menu_root'),
      sequence: 90,
      ...shown,
    },
  };
  const items = entries.map(([name, label], index): AddonItem => {
    const action = ownAction(`window_${name}`);
    const values = { name: label, parent_id: own('menu_root'), action, sequence: 10 * (index + 1), ...shown };
    return { name: `menu_${name}`, kind: 'ir.ui.menu', values };
  });
  return { menus: [root, ...items] };
}
