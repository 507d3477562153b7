import { accountJsonSchema, formsOf, type JsonSchema } from './account-json-schema.js';

/** One key of the account file. */
export interface Option {
  /** From the top; `[]` is any item of a sequence, `<…>` any key. */
  path: readonly string[];
  schema: JsonSchema;
  /** False in a form that a value may take among others. */
  required: boolean;
}

/** Every key there is, in the order of the schema. */
export function listOptions(): Option[] {
  return optionsOf(accountJsonSchema(), []);
}

function optionsOf(schema: JsonSchema, path: readonly string[]): Option[] {
  return formsOf(schema).flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([key, value]) =>
      typeof value === 'object'
        ? optionAt([...path, key], value, form === schema && (schema.required?.includes(key) ?? false))
        : [],
    ),
    ...(typeof form.items === 'object' && !Array.isArray(form.items)
      ? optionsOf(form.items, [...path, '[]'])
      : []),
    ...(typeof form.additionalProperties === 'object'
      ? optionAt([...path, anyKey(form)], form.additionalProperties, false)
      : []),
  ]);
}

function optionAt(path: readonly string[], schema: JsonSchema, required: boolean): Option[] {
  return [{ path, schema, required }, ...optionsOf(schema, path)];
}

function anyKey({ propertyNames }: JsonSchema): string {
  return `<${typeof propertyNames === 'object' ? (propertyNames.title ?? 'name') : 'name'}>`;
}

/** Whether a place in a file is one of an option: `audiences.0.id` is one of `audiences.[].id`. */
export function isPlaceOf(option: readonly string[], place: readonly PropertyKey[]): boolean {
  return (
    option.length === place.length &&
    option.every(
      (step, index) =>
        step === place[index] || (step === '[]' && typeof place[index] === 'number') || step.startsWith('<'),
    )
  );
}

/** A place as people write it: `audiences[0].merge_fields.LNAME`. */
export function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replaceAll('.[]', '[]')
    .slice(1);
}
