import type { Environment } from './environment.js';
import type { Option } from './list-options.js';
import { isPlaceOf, nameOf } from './list-options.js';
import type { Problem } from './problem.js';
import type { YamlSource } from './read-yaml.js';
import type { Path } from './yaml-nodes.js';

export interface Expanded {
  value: unknown;
  problems: Problem[];
  /** Places whose value is not known, so that there is nothing more to say about it. */
  unknown: ReadonlySet<string>;
}

const reference = /\$\{([^}]*)\}?/gu;
const variable = /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/u;

/**
 * Puts environment variables in the place of `${NAME}` in text, and refuses secrets that are written out (B1).
 * A key without a value is as good as no key.
 */
export function expandVariables(yaml: YamlSource, env: Environment, options: readonly Option[]): Expanded {
  const problems: Problem[] = [];
  const unknown = new Set<string>();
  const complain = (path: Path, text: string): void => {
    unknown.add(nameOf(path));
    problems.push(yaml.problemAt(path, text));
  };
  const expandText = (text: string, path: Path): string =>
    text.replace(reference, (whole, name: string) => {
      const value = env[name];
      // Not shown: this may be a secret that is written out.
      if (!variable.test(whole))
        complain(
          path,
          `${nameOf(path)} has a \${ that begins no variable — write \${NAME}, in letters, digits and _`,
        );
      else if (value === undefined || value === '')
        complain(path, `${whole} is not set — put ${name}=… into .env or the environment`);
      else return value;
      return whole;
    });
  const expand = (value: unknown, path: Path): unknown => {
    const example = secretExample(options, path);
    if (example !== null && isWrittenOut(value)) {
      complain(path, `${nameOf(path)} is written out — write ${example} and put the value into .env`);
      return '';
    }
    if (typeof value === 'string') return expandText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        part === null ? undefined : expand(part, [...path, key]),
      ]),
    );
  };
  return { value: expand(yaml.value, []), problems, unknown };
}

/** `${ODOO_PASSWORD}` where a secret belongs, else null. */
function secretExample(options: readonly Option[], place: Path): string | null {
  const option = options.find(({ path, schema }) => schema.writeOnly === true && isPlaceOf(path, place));
  const example: unknown = option?.schema.examples?.[0];
  return typeof example === 'string' ? example : null;
}

function isWrittenOut(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && !value.includes('${');
  return typeof value === 'number' || typeof value === 'boolean';
}
