import type { Audience } from '../model/audience.js';
import type { WebhookSource } from '../model/webhook.js';
import type { World } from '../model/world.js';

/** Where and for whom a member is written. */
export interface WriteContext {
  readonly world: World;
  readonly audience: Audience;
  /** Who does it, as webhooks see it. */
  readonly source: WebhookSource;
  readonly ip: string;
  /** Only missing required merge fields are let through. */
  readonly skipMergeValidation: boolean;
}
