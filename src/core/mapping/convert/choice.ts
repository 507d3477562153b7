import type { OdooScalar } from '../odoo-field.js';
import { Unfit } from '../unfit.js';

const yes = ['yes', 'true', '1', 'y', 'on'];
const no = ['no', 'false', '0', 'n', 'off'];

const fold = (text: string): string => text.trim().toLowerCase();

/** The choice of a radio or dropdown field that a value means, compared without case; yes or no by their words. */
export function toChoice(scalar: string | number | boolean, choices: readonly string[]): string | Unfit {
  const wanted = typeof scalar === 'boolean' ? (scalar ? yes : no) : [fold(String(scalar))];
  const found = choices.find((choice) => wanted.includes(fold(choice)));
  return found ?? new Unfit(`is none of the choices ${choices.join(', ')}`);
}

/** What a text says of a yes-or-no field. */
export function fromYesNo(text: string): OdooScalar | Unfit {
  if (yes.includes(fold(text))) return true;
  return no.includes(fold(text)) ? false : new Unfit('is neither yes nor no');
}
