import type { AudienceOverview } from '../audience-overview.js';
import type { ConfigurationError } from '../../support/errors.js';
import { meetAddon } from '../addon/meet-addon.js';
import { showAudiences } from '../addon/show-audiences.js';
import type { SyncContext } from '../sync-context.js';
import { bindAudience } from './bind-audience.js';
import { recallList } from './list-binding.js';
import { describeAudience, type AudienceDescription } from './describe-audience.js';

/** Every audience of the MailChimp account, configured or not, with the mailing list it is bound to (B3). */
export async function listAudiences(context: SyncContext): Promise<AudienceOverview[]> {
  const audiences = await context.mailchimp.audiences.all();
  return Promise.all(
    audiences.map(async (audience) => overview(context, await describeAudience(context.mailchimp, audience))),
  );
}

/** Brings the configured audiences: makes or finds their mailing lists, and remembers what MailChimp says of them. */
export async function fetchAudiences(
  context: SyncContext,
  options: { dryRun: boolean },
): Promise<AudienceOverview[]> {
  const overviews: AudienceOverview[] = [];
  const troubles: ConfigurationError[] = [];
  for (const configured of context.config.audiences) {
    const { id, mailingListId, trouble } = await bindAudience(context, configured, options);
    if (trouble !== null) troubles.push(trouble);
    const data = await describeAudience(context.mailchimp, configured.id);
    const fetchedAt = context.clock.now().toISOString();
    if (!options.dryRun && mailingListId !== null)
      await context.store.audiences.save({ id, mailingListId, name: data.name, data, fetchedAt });
    overviews.push(await overview(context, data));
  }
  if (!options.dryRun) await showInOdoo(context);
  const [trouble] = troubles;
  if (trouble !== undefined) throw trouble;
  return overviews;
}

async function showInOdoo(context: SyncContext): Promise<void> {
  const addon = await meetAddon(context, null);
  const { audiences } = context.config;
  if (addon !== null) await showAudiences(context, addon, { audiences, fetched: [] });
}

async function overview(context: SyncContext, audience: AudienceDescription): Promise<AudienceOverview> {
  const configured = context.config.audiences.find(({ id }) => id === audience.id);
  const bound = await context.store.audiences.get(audience.id);
  const list = await recallList(context.store, audience.id);
  return {
    id: audience.id,
    name: audience.name,
    mailing_list: {
      id: bound?.mailingListId ?? null,
      name: list?.name ?? configured?.mailing_list ?? audience.name,
    },
    date_created: audience.dateCreated,
    subscribe_url: audience.subscribeUrl,
    subscribe_url_long: audience.subscribeUrlLong,
    rating: audience.rating,
    members: audience.members,
    known: await context.store.bindings.countByStatus(audience.id),
    merge_fields: audience.mergeFields.map(({ tag, name, type, required }) => ({
      tag,
      name,
      type,
      required,
    })),
    tags: audience.tags.map(({ name }) => name),
    interest_groups: audience.interestGroups.map(({ title, interests }) => ({ title, interests })),
    configured: configured !== undefined,
  };
}
