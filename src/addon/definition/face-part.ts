import type { FaceItem } from './face-item.js';

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

/** Everything the face has on one subject, by phase. `links` are fields that need other
 * models first, `inverses` those that need a link. */
export type FacePart = Partial<Record<Phase, readonly FaceItem[]>>;

export function inOrder(parts: readonly FacePart[]): FaceItem[] {
  return phases.flatMap((phase) => parts.flatMap((part) => part[phase] ?? []));
}
