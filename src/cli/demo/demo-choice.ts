import { InvalidArgumentError } from 'commander';

/** Which Odoo the demo works on: a kind or a staging version by its name, or the address of any other. */
export type DemoChoice = 'auto' | 'sandbox' | '14' | '19' | URL;

/** @throws InvalidArgumentError */
export function parseDemoChoice(text: string): DemoChoice {
  if (text === 'auto' || text === 'sandbox' || text === '14' || text === '19') return text;
  if (/^https?:\/\//u.test(text) && URL.canParse(text)) return new URL(text);
  throw new InvalidArgumentError('It is auto, sandbox, 14, 19 or an address like http://127.0.0.1:8069.');
}
