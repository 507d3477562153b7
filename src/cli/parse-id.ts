import { InvalidArgumentError } from 'commander';

/** The id of a record on the command line. */
export function parseId(text: string): number {
  const id = Number(text);
  if (/^\d+$/u.test(text) && id >= 1 && Number.isSafeInteger(id)) return id;
  throw new InvalidArgumentError('An id is a whole number above 0.');
}

/** For an option that may be given several times. */
export function collectId(text: string, before: number[] = []): number[] {
  return [...before, parseId(text)];
}
