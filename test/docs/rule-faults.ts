import { citationsIn } from './citations.js';
import type { Rule } from './rules.js';

/**
 * What is wrong with what docs/behaviour.md says of one rule: a built one names the files that decide it and the tests
 * that show it, and these name the rule.
 * @param textOf of a file by its path, null when it isn't there
 */
export function faultsOf(rule: Rule, textOf: (path: string) => string | null): string[] {
  const { number, state, decidedIn, shownBy } = rule;
  const names = (path: string, text: string): boolean =>
    citationsIn(path, text).some(({ of }) => of === number);
  const isThere = (path: string): boolean => textOf(path) !== null;
  return [
    ...(state === 'built' && decidedIn.length === 0 ? [`${number} is decided nowhere`] : []),
    ...(state === 'built' && shownBy.length === 0 ? [`${number} is shown by no test`] : []),
    ...[...decidedIn, ...shownBy].filter((path) => !isThere(path)).map((path) => `${path} is not there`),
    ...decidedIn
      .filter((path) => isThere(path) && !names(path, textOf(path) ?? ''))
      .map((path) => `${path} decides ${number} and does not name it`),
    ...shownBy
      .filter((path) => isThere(path) && !claimsIn(path, textOf(path) ?? '').includes(number))
      .map((path) => `${path} shows ${number} and has no test of that name`),
  ];
}

/** The rules in the names of a file's tests; a comment is none. */
export function claimsIn(path: string, text: string): string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gmu, '');
  return citationsIn(path, code).map(({ of }) => of);
}
