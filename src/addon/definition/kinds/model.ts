import { own, type AddonItem } from '../addon-item.js';

/** A model of the addon's own. Its name field `x_name` is among its fields. */
export function model(
  name: string,
  label: string,
  options: { order: string; transient?: boolean },
): AddonItem {
  return {
    name: modelId(name),
    kind: 'ir.model',
    values: { name: label, model: name, order: options.order, transient: options.transient === true },
  };
}

export const modelId = (name: string): string => `model_${name.replaceAll('.', '_')}`;
export const ownModel = (name: string) => own(modelId(name));
