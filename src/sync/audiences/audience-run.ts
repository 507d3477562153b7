import type { AudienceConfig, AudienceRun, SyncContext } from '../sync-context.js';
import { openTagDirectory } from '../people/tag-directory.js';
import { bindAudience } from './bind-audience.js';
import { fieldRules } from './field-rules.js';

/** Everything a run on one audience needs, mailing list and tags included. */
export async function openAudienceRun(
  context: SyncContext,
  audience: AudienceConfig,
  options: { dryRun: boolean },
): Promise<AudienceRun> {
  const [{ mailingListId }, tags] = await Promise.all([
    bindAudience(context, audience, options),
    openTagDirectory(context.odoo.transport),
  ]);
  return { ...context, audience, mailingListId, tags, fields: fieldRules(audience.merge_fields), ...options };
}
