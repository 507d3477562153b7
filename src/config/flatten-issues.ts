import type { z } from 'zod';

export type Issue = z.core.$ZodIssue;

/** Issues with absolute paths; of a value with several forms, those of the form the person meant. */
export function flattenIssues(issues: readonly Issue[], parent: readonly PropertyKey[] = []): Issue[] {
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
