import type { z } from 'zod';
import type { accountSchema } from './account-schema.js';

/** One validated account; keys are the YAML's own, so that the same word is used everywhere. Deep-frozen. */
export type AccountConfig = z.output<typeof accountSchema> & { store: string };
