import { isActionReference, isReference, type AddonItem } from '../definition/addon-item.js';

/** Whole external ids of the records an item leads to. */
export function referencesOf({ values }: AddonItem): string[] {
  return Object.values(values).flatMap((value) => {
    if (typeof value !== 'object') return [];
    if (isReference(value)) return [value.ref];
    return isActionReference(value) ? [value.action] : value.map(({ ref }) => ref);
  });
}
