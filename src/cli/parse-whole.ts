import { InvalidArgumentError } from 'commander';

/** A whole number of the command line, 0 included. */
export function parseWhole(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('This is a whole number.');
}
