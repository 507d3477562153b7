import type { JsonSchema } from './account-json-schema.js';
import { listOptions, nameOf, type Option } from './list-options.js';

/** Every option as a Markdown table, for docs/configuration.md. */
export function renderOptions(): string {
  const rows = listOptions().map((option) => [
    `\`${nameOf(option.path)}\``,
    valueOf(option.schema),
    fallbackOf(option),
    option.schema.description ?? '',
  ]);
  return [['Key', 'Value', 'Default', 'Meaning'], ['---', '---', '---', '---'], ...rows].map(line).join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function valueOf(schema: JsonSchema): string {
  if (schema.writeOnly === true) return `\`${String(schema.examples?.[0])}\``;
  if (schema.anyOf)
    return schema.anyOf.map((form) => (typeof form === 'object' ? valueOf(form) : '')).join(' or ');
  if (schema.enum) return schema.enum.map((choice) => `\`${String(choice)}\``).join(' ');
  if (schema.type === 'array') return typeof schema.items === 'object' ? 'sequence' : '';
  if (schema.type === 'object') return mappingOf(schema);
  if (schema.type === 'boolean') return '`true` `false`';
  return schema.type === 'string' ? 'text' : `${String(schema.type)}${rangeOf(schema)}`;
}

function mappingOf({ properties }: JsonSchema): string {
  const keys = Object.keys(properties ?? {});
  return keys.length === 0 || keys.length > 3
    ? 'mapping'
    : `{ ${keys.map((key) => `\`${key}\``).join(', ')} }`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  if (exclusiveMinimum !== undefined) return ` > ${exclusiveMinimum}`;
  if (minimum === undefined) return '';
  return maximum === undefined ? ` ≥ ${minimum}` : ` ${minimum}–${maximum}`;
}

function fallbackOf({ required, schema }: Option): string {
  if (required) return '**required**';
  const fallback: unknown = schema.default;
  const isGroup = typeof fallback === 'object' && fallback !== null && Object.keys(fallback).length === 0;
  return fallback === undefined || isGroup ? '' : `\`${JSON.stringify(fallback)}\``;
}
