import type { Audience } from '../model/audience.js';
import type { WebhookSource } from '../model/webhook.js';
import type { World } from '../model/world.js';
import type { SkippedValidation } from '../rules/merge-values.js';

/** Where and for whom a member is written. */
export interface WriteContext {
  readonly world: World;
  readonly audience: Audience;
  /** Who does it, as webhooks see it. */
  readonly source: WebhookSource;
  readonly ip: string;
  readonly skipMergeValidation: boolean;
}

/** What `skip_merge_validation` lets through: undocumented beyond missing values, hence the knob. */
export function skippedValidation({ world, skipMergeValidation }: WriteContext): SkippedValidation {
  if (!skipMergeValidation) return 'nothing';
  return world.knobs.skip_merge_validation === 'invalid' ? 'invalid' : 'missing';
}
