import { closest } from 'fastest-levenshtein';
import type { z } from 'zod';
import { knownKeys } from './known-keys.js';
import type { Problem } from './problem.js';
import type { YamlSource } from './read-yaml.js';

type Issue = z.core.$ZodIssue;

/** A schema issue in words: what is wrong, where, and what to write instead (B1). Never shows a value. */
export function explainIssue(yaml: YamlSource, issue: Issue): Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => yaml.problemAtKey(path, key, unknownKey(key, knownKeys(path))));
    case 'invalid_union':
      return explainUnion(yaml, issue);
    case 'invalid_value': {
      const choices = issue.values.map(String);
      return [yaml.problemAt(path, `${name(path)} must be one of ${choices.join(', ')}`)];
    }
    case 'invalid_type':
      return [yaml.problemAt(path, wrongType(issue))];
    default:
      return [yaml.problemAt(path, `${name(path)}: ${issue.message}`)];
  }
}

/** Of a union's complaints, those of the branch that came furthest. */
function explainUnion(yaml: YamlSource, issue: Extract<Issue, { code: 'invalid_union' }>): Problem[] {
  const branches = issue.errors.map((branch) => branch.filter(({ code }) => code !== 'invalid_type'));
  const best = branches.filter((branch) => branch.length > 0).sort((a, b) => depth(b) - depth(a))[0];
  const nested = best?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [];
  if (nested.length > 0) return nested.flatMap((inner) => explainIssue(yaml, inner));
  return [
    yaml.problemAt(
      issue.path,
      `${name(issue.path)} has none of the forms it may have; see docs/configuration.md`,
    ),
  ];
}

function depth(branch: readonly Issue[]): number {
  return Math.max(...branch.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>): string {
  const missing = issue.input === undefined;
  return missing ? `${name(issue.path)} is missing` : `${name(issue.path)} must be ${aType(issue.expected)}`;
}

function aType(expected: string): string {
  const names: Record<string, string> = {
    array: 'a sequence of items',
    object: 'a mapping of keys',
    record: 'a mapping of keys',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return names[expected] ?? `a ${expected}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  if (known.length === 0) return `unknown key ${key}`;
  return `unknown key ${key}; did you mean ${closest(key, [...known])}?`;
}

function name(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}
