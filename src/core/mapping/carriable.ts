import { hasControlCharacter } from '../../support/control-characters.js';
import type { FieldValue } from '../field-value.js';
import { Unfit } from './unfit.js';

/** The value, unless a text in it holds what not every protocol and store can carry (B63). */
export function carriable<Value extends FieldValue | Unfit>(value: Value): Value | Unfit {
  return textsIn(value).some(hasControlCharacter) ? new Unfit('has a control character in it') : value;
}

function textsIn(value: FieldValue | Unfit): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && !(value instanceof Unfit) ? Object.values(value) : [];
}
