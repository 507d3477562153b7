import type { z } from 'zod';
import type { AccountConfig } from './account-config.js';
import { accountSchema } from './account-schema.js';
import { crossChecks } from './cross-checks.js';
import { expandVariables } from './expand-variables.js';
import { explainIssue } from './explain-issue.js';
import type { Environment } from './load-accounts.js';
import type { Problem } from './problem.js';
import { readYaml, type YamlSource } from './read-yaml.js';

export interface ParsedAccount {
  account: AccountConfig | null;
  problems: Problem[];
}

/** One account file: YAML, then `${NAME}`s, then the schema, then what concerns several keys; all problems at once. */
export function parseAccount(file: string, text: string, env: Environment): ParsedAccount {
  const yaml = readYaml(file, text);
  if (yaml.problems.length > 0) return { account: null, problems: yaml.problems };
  const expanded = expandVariables(yaml, env);
  const parsed = accountSchema.safeParse(expanded.value, { reportInput: true });
  if (!parsed.success)
    return { account: null, problems: [...expanded.problems, ...explain(yaml, parsed.error, expanded)] };
  const account = { ...parsed.data, store: parsed.data.store ?? `./data/${parsed.data.account}.db` };
  const problems = [...expanded.problems, ...crossChecks(yaml, account)];
  return { account: problems.length > 0 ? null : deepFreeze(account), problems };
}

/** A variable that is missing is one problem, not two. */
function explain(
  yaml: YamlSource,
  error: z.ZodError,
  { missing }: { missing: ReadonlySet<string> },
): Problem[] {
  return error.issues
    .filter(({ path }) => !missing.has(path.join('.')))
    .flatMap((issue) => explainIssue(yaml, issue));
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  return Object.freeze(value);
}
