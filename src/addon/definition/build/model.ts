import { own, type FaceItem } from '../face-item.js';

/** A model of the face's own. Its name field `x_name` is among its fields. */
export function model(
  name: string,
  label: string,
  options: { order: string; transient?: boolean },
): FaceItem {
  return {
    name: modelId(name),
    kind: 'ir.model',
    values: { name: label, model: name, order: options.order, transient: options.transient === true },
  };
}

export const modelId = (name: string): string => `model_${name.replaceAll('.', '_')}`;
export const ownModel = (name: string) => own(modelId(name));
