import type { AddonFacts } from '../addon-facts.js';

/** Field, operator, value. */
export type Condition = readonly [field: string, operator: '=' | '!=', value: string | boolean];

/** `invisible`, `readonly` or `required` under a condition, as this Odoo writes it: `attrs` until 17.0, then each by itself. */
export function modifiers(
  { attrs }: Pick<AddonFacts, 'attrs'>,
  conditions: Partial<Record<'invisible' | 'readonly' | 'required', Condition>>,
): string {
  const all = Object.entries(conditions);
  if (attrs) {
    const entries = all.map(([name, [field, operator, value]]) => {
      return `'${name}': [('${field}', '${operator}', ${python(value)})]`;
    });
    return `attrs="{${entries.join(', ')}}"`;
  }
  return all
    .map(
      ([name, [field, operator, value]]) =>
        `${name}="${field} ${operator === '=' ? '==' : '!='} ${python(value)}"`,
    )
    .join(' ');
}

function python(value: string | boolean): string {
  if (typeof value === 'string') return `'${value}'`;
  return value ? 'True' : 'False';
}
