import type { AccountConfig } from './account-config.js';
import { accountSchema } from './account-schema.js';
import { crossChecks } from './cross-checks.js';
import type { Environment } from './environment.js';
import { expandVariables } from './expand-variables.js';
import { explainIssues } from './explain-issues.js';
import { listOptions } from './list-options.js';
import type { Problem } from './problem.js';
import { readYaml, type YamlSource } from './read-yaml.js';
import { withStore } from './with-store.js';

export interface ParsedAccount {
  yaml: YamlSource;
  /** Null when there are problems. */
  account: AccountConfig | null;
  problems: Problem[];
}

/**
 * One account file: YAML, then `${NAME}`s, then the schema, then what concerns several keys. Problems of all but
 * the YAML itself are reported together.
 */
export function parseAccount(file: string, text: string, env: Environment): ParsedAccount {
  const yaml = readYaml(file, text);
  if (yaml.problems.length > 0) return { yaml, account: null, problems: yaml.problems };
  const options = listOptions();
  const expanded = expandVariables(yaml, env, options);
  const parsed = accountSchema.safeParse(expanded.value, { reportInput: true });
  const problems = [
    ...expanded.problems,
    ...(parsed.success ? [] : explainIssues(yaml, parsed.error, { options, unknown: expanded.unknown })),
    ...crossChecks(yaml, expanded),
  ];
  if (!parsed.success || problems.length > 0) return { yaml, account: null, problems };
  return { yaml, account: deepFreeze(withStore(parsed.data)), problems };
}

/** Freezes a value and all that is in it. */
function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  }
  return Object.freeze(value);
}
