import type { AddonItem } from './addon-item.js';

/** In the order they are made; taken away in the opposite one. */
export const phases = [
  'groups',
  'models',
  'fields',
  'links',
  'inverses',
  'access',
  'rules',
  'actions',
  'views',
  'windows',
  'menus',
] as const;

export type Phase = (typeof phases)[number];

/** Everything the addon has on one subject, by phase. `links` are fields that need other
 * models first, `inverses` those that need a link. */
export type AddonPart = Partial<Record<Phase, readonly AddonItem[]>>;

export function inOrder(parts: readonly AddonPart[]): AddonItem[] {
  return phases.flatMap((phase) => parts.flatMap((part) => part[phase] ?? []));
}
