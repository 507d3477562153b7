import { z } from 'zod';
import { accountSchema } from './account-schema.js';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The account file as JSON schema, as a person writes it: defaults may be left out. */
export function accountJsonSchema(): JsonSchema {
  return z.toJSONSchema(accountSchema, { io: 'input', unrepresentable: 'any' });
}

/** The keys the schema knows at a place in the file. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const places = path.reduce<JsonSchema[]>(
    (schemas, step) => schemas.flatMap((schema) => descend(schema, step)),
    [accountJsonSchema()],
  );
  return places.flatMap(branches).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function descend(schema: JsonSchema, step: PropertyKey): JsonSchema[] {
  return branches(schema).flatMap(({ properties, items, additionalProperties }) => {
    const next = typeof step === 'number' ? items : (properties?.[String(step)] ?? additionalProperties);
    return typeof next === 'object' && !Array.isArray(next) ? [next] : [];
  });
}

function branches(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].filter(
    (branch): branch is JsonSchema => typeof branch === 'object',
  );
}
