import type { Environment } from './load-accounts.js';
import type { Problem } from './problem.js';
import type { Path, YamlSource } from './read-yaml.js';

export interface Expanded {
  value: unknown;
  problems: Problem[];
  /** Dotted paths of values whose variable is missing. */
  missing: ReadonlySet<string>;
}

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/gu;

/** Keys whose value must not stand in the file (B1). */
const secretKeys = new Set(['password', 'api_key', 'token', 'previous_token']);

/** Puts environment variables in the place of `${NAME}`, and refuses secrets that are written out. */
export function expandVariables(yaml: YamlSource, env: Environment): Expanded {
  const problems: Problem[] = [];
  const missing = new Set<string>();
  const complain = (path: Path, text: string): void => {
    missing.add(path.join('.'));
    problems.push(yaml.problemAt(path, text));
  };
  const expandText = (text: string, path: Path): string => {
    const key = String(path.at(-1));
    if (secretKeys.has(key) && text !== '' && !text.includes('${')) {
      complain(
        path,
        `${key} is written out; write ${key}: \${${key.toUpperCase()}} and put the value into .env`,
      );
    }
    return text.replace(variable, (whole, name: string) => {
      const value = env[name];
      if (value !== undefined && value !== '') return value;
      complain(path, `${whole} is not set; put ${name}=… into .env or the environment`);
      return whole;
    });
  };
  const expand = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return expandText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, expand(part, [...path, key])]),
    );
  };
  return { value: expand(yaml.value, []), problems, missing };
}
