import type { Kysely } from 'kysely';
import type { Schema } from './schema.js';

/** A connection, or a transaction on one: repositories don't need to know which. */
export type Database = Kysely<Schema>;
