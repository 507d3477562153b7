import { escapeRegExp } from '../support/escape-reg-exp.js';

const local = String.raw`[\p{L}\p{N}._%+'-]`;
const more = String.raw`[\p{L}\p{N}-]|\.[\p{L}\p{N}]`;

/** Where a text names the address, in any case, and not as a part of another one (`joana@shop.pt` names no `ana@shop.pt`). */
function pattern(address: string): RegExp {
  return new RegExp(String.raw`(?<!${local})${escapeRegExp(address)}(?!${more})`, 'giu');
}

export function mentionsAddress(text: string, address: string): boolean {
  return pattern(address).test(text);
}

/** The text with `•••` in place of the address. */
export function withoutAddress(text: string, address: string): string {
  return text.replaceAll(pattern(address), '•••');
}
