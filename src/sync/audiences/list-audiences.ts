import type { Audience } from '../../mailchimp/audience.js';
import type { MergeField } from '../../mailchimp/merge-field.js';
import type { AudienceOverview } from '../audience-overview.js';
import { meetFace } from '../face/meet-face.js';
import { showAudiences } from '../face/show-audiences.js';
import type { SyncContext } from '../sync-context.js';
import { bindAudience } from './bind-audience.js';

/** Every audience of the MailChimp account, configured or not, with the mailing list it is bound to (B3). */
export async function listAudiences(context: SyncContext): Promise<AudienceOverview[]> {
  const audiences = await context.mailchimp.audiences.all();
  return Promise.all(audiences.map((audience) => overview(context, audience)));
}

/** Brings the configured audiences: makes or finds their mailing lists, and remembers what MailChimp says of them. */
export async function fetchAudiences(
  context: SyncContext,
  options: { dryRun: boolean },
): Promise<AudienceOverview[]> {
  const overviews: AudienceOverview[] = [];
  for (const configured of context.config.audiences) {
    const audience = await context.mailchimp.audiences.get(configured.id);
    const bound = await bindAudience(context, configured, options);
    const mergeFields = await context.mailchimp.mergeFields(configured.id);
    const data = { ...audience, mergeFields };
    if (!options.dryRun) await context.store.audiences.save({ ...bound, name: audience.name, data });
    overviews.push(await overview(context, audience, mergeFields));
  }
  if (!options.dryRun) await showInOdoo(context);
  return overviews;
}

async function showInOdoo(context: SyncContext): Promise<void> {
  const face = await meetFace(context, null);
  const { audiences } = context.config;
  if (face !== null) await showAudiences(context, face, { audiences, fetched: [] });
}

async function overview(
  context: SyncContext,
  audience: Audience,
  mergeFields?: MergeField[],
): Promise<AudienceOverview> {
  const configured = context.config.audiences.find(({ id }) => id === audience.id);
  const bound = await context.store.audiences.get(audience.id);
  const fields = mergeFields ?? (await context.mailchimp.mergeFields(audience.id));
  return {
    id: audience.id,
    name: audience.name,
    mailing_list: { id: bound?.mailingListId ?? null, name: configured?.mailing_list ?? audience.name },
    date_created: audience.dateCreated,
    subscribe_url: audience.subscribeUrl,
    rating: audience.rating,
    members: audience.members,
    known: await context.store.bindings.countByStatus(audience.id),
    merge_fields: fields.map(({ tag, name, type, required }) => ({ tag, name, type, required })),
    configured: configured !== undefined,
  };
}
