import { z } from 'zod';
import { accountSchema } from './account-schema.js';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The account file as JSON schema, as a person writes it: defaults may be left out. */
export function accountJsonSchema(): JsonSchema {
  return z.toJSONSchema(accountSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.type === 'string') admitVariables(jsonSchema);
    },
  });
}

/** Editors see `${NAME}`, not what it stands for. */
function admitVariables(schema: JsonSchema): void {
  delete schema.format;
  if (schema.writeOnly === true) {
    delete schema.minLength;
    schema.pattern = variable;
    return;
  }
  const { pattern } = schema;
  // A key has a title, and no variables; some schemas come by twice.
  if (pattern === undefined || schema.title !== undefined || pattern.endsWith(variable)) return;
  schema.pattern = `${pattern}|${variable}`;
}

const variable = '\\$\\{[A-Za-z_]';

/** A schema and the forms it may take. */
export function formsOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? [])].filter((form): form is JsonSchema => typeof form === 'object');
}
