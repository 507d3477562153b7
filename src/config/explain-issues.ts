import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { describeKind, kindAdvice, kindOf } from './describe-kind.js';
import { flattenIssues, type Issue } from './flatten-issues.js';
import { nameOf, type Option } from './list-options.js';
import type { Problem } from './problem.js';
import type { YamlSource } from './read-yaml.js';
import { homeOf, keysIn, nearestKey } from './suggest-key.js';

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
