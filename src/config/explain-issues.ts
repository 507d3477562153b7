import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { nameOf, type Option, isPlaceOf } from './list-options.js';
import type { Problem } from './problem.js';
import type { YamlSource } from './read-yaml.js';

/**
 * The schema's complaints in words: what is wrong, where, and what to do (B1). Shows a value as it stands in the
 * file, never as the environment has it.
 */
export function explainIssues(
  yaml: YamlSource,
  error: z.ZodError,
  { options, unknown }: { options: readonly Option[]; unknown: ReadonlySet<string> },
): Problem[] {
  // A variable that is missing is one problem, not two.
  const issues = flattenIssues(error.issues).filter(({ path }) => !unknown.has(nameOf(path)));
  const misspelt = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => nameOf([...issue.path, nearestKey(options, issue.path, key) ?? key]))
        : [],
    ),
  );
  return issues
    .filter((issue) => !isMissing(issue) || !misspelt.has(nameOf(issue.path)))
    .flatMap((issue) => explain(yaml, issue, options));
}

function explain(yaml: YamlSource, issue: Issue, options: readonly Option[]): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => yaml.problemAtKey([...path, key], unknownKey(options, path, key)));
  if (isMissing(issue)) return [yaml.problemAtKey(path, missing(yaml, path))];
  if (issue.code === 'invalid_key')
    return [yaml.problemAtKey(path, `${String(path.at(-1))} ${issue.issues[0]?.message ?? issue.message}`)];
  return [yaml.problemAt(path, `${nameOf(path)} ${complaint(yaml, issue)}`)];
}

function complaint(yaml: YamlSource, issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongKind(yaml, issue, [issue.expected]);
    case 'invalid_union':
      return wrongKind(yaml, issue, issue.errors.map(kindExpected));
    case 'invalid_value':
      return wrongChoice(yaml.textAt(issue.path), issue.values.map(String));
    case 'too_small':
      if (issue.origin === 'number') return outOfRange('at least', issue.minimum, issue.inclusive);
      return issue.minimum === 1 ? 'must not be empty' : issue.message;
    case 'too_big':
      return outOfRange('at most', issue.maximum, issue.inclusive);
    default:
      return issue.message;
  }
}

function kindExpected(issues: readonly Issue[]): string {
  const [first] = issues;
  return first?.code === 'invalid_type' ? first.expected : 'string';
}

function wrongKind(yaml: YamlSource, { path, input }: Issue, expected: readonly string[]): string {
  const wanted = [...new Set(expected.map(describeKind))].join(' or ');
  return `must be ${wanted}, not ${kindOf(input)} — ${kindAdvice(expected[0] ?? '', input, yaml.textAt(path))}`;
}

function wrongChoice(text: string | null, choices: readonly string[]): string {
  const allowed = choices.join(', ');
  if (text === null || text.includes('${')) return `must be one of ${allowed}`;
  return `can’t be ${text}, only one of ${allowed} — did you mean ${closest(text, [...choices])}?`;
}

function outOfRange(side: string, bound: number | bigint, inclusive = true): string {
  return inclusive ? `must be ${side} ${bound}` : `must be more than ${bound}`;
}

function unknownKey(options: readonly Option[], mapping: readonly PropertyKey[], key: string): string {
  const nearest = nearestKey(options, mapping, key);
  const home = homeOf(options, key);
  const where = mapping.length === 0 ? '' : ` in ${nameOf(mapping)}`;
  if (keysIn(options, mapping).includes(key))
    return `${key}${where} can’t stand beside the other keys there — keep one of them`;
  if (home !== null) return `unknown key ${key}${where} — it belongs under ${home}`;
  return `unknown key ${key}${where} — did you mean ${nearest ?? 'something else'}?`;
}

function missing(yaml: YamlSource, path: readonly PropertyKey[]): string {
  const parent = path.slice(0, -1);
  if (path.length === 0) return 'the file is empty — copy config/account.example.yaml and edit it';
  const state = yaml.textAt(path) === null ? 'is missing' : 'is empty';
  return `${nameOf(path)} ${state} — write ${String(path.at(-1))}: and its value ${parent.length === 0 ? 'at the top level' : `under ${nameOf(parent)}`}`;
}

/** Nothing there, or a key without a value. */
function isMissing(issue: Issue): boolean {
  return issue.code !== 'unrecognized_keys' && issue.code !== 'invalid_key' && (issue.input ?? null) === null;
}

type Issue = z.core.$ZodIssue;

/** Issues with absolute paths; of a value with several forms, those of the form the person meant. */
function flattenIssues(issues: readonly Issue[], parent: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    const meant = issue.code === 'invalid_union' ? meantForm(issue) : undefined;
    return meant === undefined ? [{ ...issue, path }] : flattenIssues(meant, path);
  });
}

/** The form whose kind of value is there, and of several the one with the least to complain about. */
function meantForm({ errors, input }: Extract<Issue, { code: 'invalid_union' }>): Issue[] | undefined {
  return errors
    .filter((issues) => !issues.some((issue) => isOtherKind(issue, input)))
    .sort((a, b) => a.length - b.length)[0];
}

function isOtherKind(issue: Issue, input: unknown): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof input !== 'string');
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a sequence',
  tuple: 'a sequence',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
};

/** A kind of value in words, from zod's name for it. */
function describeKind(kind: string): string {
  return kinds[kind] ?? kind;
}

/** The kind of a value from the file in words. */
function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'one without end';
  return describeKind(Array.isArray(value) ? 'array' : typeof value);
}

/** What to do about a value of another kind. `text` is the scalar as it stands in the file. */
function kindAdvice(expected: string, input: unknown, text: string | null): string {
  const scalar = text ?? '';
  if (scalar.includes('${')) return 'a variable stands for text only, write the value here';
  if (expected === 'boolean') return booleanAdvice(scalar);
  if (expected === 'string' && scalar !== '') return 'put it in quotes';
  if (typeof input === 'string' && /^[\d.]+$/u.test(scalar)) return 'take the quotes away';
  return 'see docs/configuration.md';
}

/** YAML 1.2 knows true and false only. */
function booleanAdvice(scalar: string): string {
  if (/^(yes|on|y|true|1)$/iu.test(scalar)) return 'write true, without quotes';
  if (/^(no|off|n|false|0)$/iu.test(scalar)) return 'write false, without quotes';
  return 'write true or false';
}

/** The keys that may stand in a mapping. */
export function keysIn(options: readonly Option[], mapping: readonly PropertyKey[]): string[] {
  const here = options.filter(({ path }) => isPlaceOf(path.slice(0, -1), mapping));
  return [...new Set(here.map(({ path }) => path.at(-1) ?? ''))].filter((key) => !key.startsWith('<'));
}

/** The known key of this mapping that is nearest to an unknown one; null where a mapping has no keys of its own. */
export function nearestKey(
  options: readonly Option[],
  mapping: readonly PropertyKey[],
  key: string,
): string | null {
  const known = keysIn(options, mapping);
  return known.length === 0 ? null : closest(key, known);
}

/** The one mapping in which this key is known, when a person indented it wrongly. */
export function homeOf(options: readonly Option[], key: string): string | null {
  const homes = options.filter(({ path }) => path.at(-1) === key).map(({ path }) => path.slice(0, -1));
  return homes.length === 1 && homes[0] !== undefined ? nameOf(homes[0]) : null;
}
