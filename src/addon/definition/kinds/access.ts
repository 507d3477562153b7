import { own, odoo, type AddonItem } from '../addon-item.js';
import { ownModel } from './model.js';

export const groups = {
  /** Email Marketing / User: who sees and uses the addon. */
  marketing: odoo('mass_mailing.group_mass_mailing_user'),
  /** Administration / Settings. */
  settings: odoo('base.group_system'),
  /** The user the bridge works as, when that is no administrator. */
  bridge: own('group_bridge'),
};

/** Name of the marketing group in the attribute `groups` of a view. */
export const marketingGroup = groups.marketing.ref;

type Right = 'read' | 'write' | 'create' | 'unlink';
const rights: readonly Right[] = ['read', 'write', 'create', 'unlink'];

/** Everything for the bridge and administrators; for Email Marketing users what is given. */
export function access(model: string, marketing: readonly Right[]): AddonItem[] {
  return [
    accessRow(model, 'marketing', marketing),
    accessRow(model, 'bridge', rights),
    accessRow(model, 'settings', rights),
  ];
}

function accessRow(model: string, group: keyof typeof groups, allowed: readonly Right[]): AddonItem {
  const permissions = rights.map((right) => [`perm_${right}`, allowed.includes(right)] as const);
  return {
    name: `access_${model}_${group}`,
    kind: 'ir.model.access',
    values: {
      name: `${model} ${group}`,
      model_id: ownModel(model),
      group_id: groups[group],
      ...Object.fromEntries(permissions),
    },
  };
}
