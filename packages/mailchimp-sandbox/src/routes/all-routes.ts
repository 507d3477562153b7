import type { Route } from '../http/api-call.js';
import { audienceRoutes } from './audience-routes.js';
import { batchRoutes } from './batch-routes.js';
import type { BatchDeps } from './batch-routes.js';
import { batchSubscribeRoutes } from './batch-subscribe-route.js';
import { batchWebhookRoutes } from './batch-webhook-routes.js';
import { growthRoutes } from './growth-routes.js';
import { interestCategoryRoutes } from './interest-category-routes.js';
import { interestRoutes } from './interest-routes.js';
import { memberRoutes } from './member-routes.js';
import { memberTagRoutes } from './member-tag-routes.js';
import { mergeFieldRoutes } from './merge-field-routes.js';
import { noteRoutes } from './note-routes.js';
import { rootRoutes } from './root-routes.js';
import { searchRoutes } from './search-routes.js';
import { segmentMemberRoutes } from './segment-member-routes.js';
import { segmentRoutes } from './segment-routes.js';
import { webhookRoutes } from './webhook-routes.js';

/** Every resource below `/3.0`. */
export function allRoutes(batches: BatchDeps): readonly Route[] {
  return [
    ...rootRoutes,
    ...audienceRoutes,
    ...batchSubscribeRoutes,
    ...memberRoutes,
    ...memberTagRoutes,
    ...noteRoutes,
    ...mergeFieldRoutes,
    ...segmentRoutes,
    ...segmentMemberRoutes,
    ...interestCategoryRoutes,
    ...interestRoutes,
    ...growthRoutes,
    ...searchRoutes,
    ...webhookRoutes,
    ...batchRoutes(batches),
    ...batchWebhookRoutes,
  ];
}
