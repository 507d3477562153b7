import { InvalidArgumentError } from 'commander';

/** Of Odoo's column, a whole number of four bytes. */
const largest = 2 ** 31 - 1;

/** The id of a record on the command line. */
export function parseId(text: string): number {
  const id = Number(text);
  if (/^\d+$/u.test(text) && id >= 1 && id <= largest) return id;
  throw new InvalidArgumentError(`An id is a whole number above 0 and at most ${largest}.`);
}

/** For an option that may be given several times. */
export function collectId(text: string, before: number[] = []): number[] {
  return [...before, parseId(text)];
}
