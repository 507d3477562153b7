import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { projectFiles } from './project-files.js';
import { claimsIn, faultsOf } from './rule-faults.js';
import { rulesOf } from './rules.js';

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
const rules = rulesOf(textOf('docs/behaviour.md') ?? '');
const numbersOf = (state: string) => rules.filter((rule) => rule.state === state).map(({ number }) => number);

describe('docs/behaviour.md', () => {
  it('has each rule once, numbered without a gap', () => {
    expect(rules.map(({ number }) => number)).toEqual(rules.map((_, index) => `B${index + 1}`));
  });

  it('names for each built rule files that decide it and tests that show it, and they name the rule', () => {
    expect(rules.flatMap((rule) => faultsOf(rule, textOf))).toEqual([]);
  });

  it('calls no rule planned that a test claims', () => {
    const tests = projectFiles().filter((path) => /^(?:packages\/[^/]+\/)?test\//u.test(path));
    const claimed = new Set(tests.flatMap((path) => claimsIn(path, textOf(path) ?? '')));

    expect(numbersOf('planned').filter((number) => claimed.has(number))).toEqual([]);
  });
});

describe('A rule of the page', () => {
  const page = (state: string, ...below: string[]) =>
    [`- **B1. One file.**${state} Text.`, ...below].join('\n');
  const decided = '  - Decided in `src/a.ts`.';
  const shown = '  - Shown by `test/a.test.ts`.';
  const files = new Map([
    ['src/a.ts', '/** One file (B1). */'],
    ['src/b.ts', '/** Two files (B2). */'],
    ['test/a.test.ts', "it('B1: is one file', () => {});"],
    ['test/b.test.ts', "// B1\nit('B2: is two files', () => {});"],
  ]);
  const faults = (text: string) =>
    rulesOf(text).flatMap((rule) => faultsOf(rule, (path) => files.get(path) ?? null));

  it('is well when file and test name it, and as long as it is planned', () => {
    expect(faults(page('', decided, shown))).toEqual([]);
    expect(faults(page(' _Planned._'))).toEqual([]);
    expect(faults(page(' _Planned, being built._'))).toEqual([]);
  });

  it.each([
    ['no file decides it', [shown], 'B1 is decided nowhere'],
    ['no test shows it', [decided], 'B1 is shown by no test'],
    ['a file is gone', [decided.replace('a.ts', 'c.ts'), shown], 'src/c.ts is not there'],
    [
      'a file decides another',
      [decided.replace('a.ts', 'b.ts'), shown],
      'src/b.ts decides B1 and does not name it',
    ],
    [
      'a test has it in a comment only',
      [decided, shown.replace('a.test', 'b.test')],
      'test/b.test.ts shows B1 and has no test of that name',
    ],
  ])('is not when %s', (_, below, said) => {
    expect(faults(page('', ...below))).toEqual([said]);
  });
});
