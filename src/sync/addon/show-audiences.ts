import { z } from 'zod';
import type { AudienceRecord } from '../../store/audiences.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';
import type { Addon, ShownAudience } from './addon.js';

/** What MailChimp says of an audience, as `audiences fetch` keeps it. */
const descriptionSchema = z.object({
  dateCreated: z.string().nullable(),
  subscribeUrl: z.string().nullable(),
  rating: z.number().nullable(),
  doubleOptin: z.boolean(),
});

/**
 * Shows audiences in Odoo with their counters and rules (B37, B39). The counters say how many members the bridge knows
 * of each status: what the contacts behind them show, and not MailChimp's own, which lag.
 * @param fetched ids of audiences whose members have just been fetched
 */
export async function showAudiences(
  context: SyncContext,
  addon: Addon,
  { audiences, fetched }: { audiences: readonly AudienceConfig[]; fetched: readonly string[] },
): Promise<void> {
  const now = context.clock.now();
  const rows: ShownAudience[] = [];
  for (const audience of audiences) {
    const row = await shownAudience(context, audience);
    if (row !== null) rows.push(fetched.includes(audience.id) ? { ...row, fetchedAt: now } : row);
  }
  if (rows.length > 0) await addon.showAudiences(rows);
}

async function shownAudience(context: SyncContext, audience: AudienceConfig): Promise<ShownAudience | null> {
  const known = await context.store.audiences.get(audience.id);
  if (known === null) return null;
  return {
    id: audience.id,
    name: known.name,
    mailingListId: known.mailingListId,
    ...(await describe(context, known)),
    counts: await context.store.bindings.countByStatus(audience.id),
    pinnedAutoExport: audience.auto_export ?? null,
  };
}

/** Asked of MailChimp once, where `audiences fetch` has not done it. */
async function describe({ mailchimp, store }: SyncContext, known: AudienceRecord) {
  const kept = descriptionSchema.safeParse(known.data);
  if (kept.success) return kept.data;
  const audience = await mailchimp.audiences.get(known.id);
  await store.audiences.save({ ...known, name: audience.name, data: { ...known.data, ...audience } });
  return descriptionSchema.parse(audience);
}
