import type { z } from 'zod';
import type { Secret } from '../support/secret.js';
import type { accountSchema } from './account-schema.js';

type DeepReadonly<T> = T extends Secret
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/**
 * One validated account; keys are the YAML's own, so that the same word is used everywhere. Deep-frozen.
 * `store` is a file path or a `postgres://` URL; one with a password in it is not enumerable, so that no logger
 * prints it.
 */
export type AccountConfig = DeepReadonly<z.output<typeof accountSchema> & { store: string }>;
