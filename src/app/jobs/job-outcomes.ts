import type { Outcome } from '../../addon/jobs/describe-outcome.js';
import { consentHolder } from '../../objects/registry.js';
import { countRecords } from '../../odoo/records/count-records.js';
import { emptyTotals } from '../../sync/run/run-summary.js';
import type { AudienceConfig, SyncContext } from '../../sync/sync-context.js';

/** Something that failed as a whole, for every record alike. @param name what it is about */
export function failedOutcome(name: string, description: string): Outcome {
  const failure = { name, email: null, description };
  return { totals: { ...emptyTotals(), failed: 1 }, failures: [failure], skipped: {} };
}

export const unknownAudience = (id: string): Outcome =>
  failedOutcome(`Audience ${id}`, 'it is not in the account file of the bridge (any more).');

export const noAudience: Outcome = failedOutcome(
  'No audience',
  'the audience asked for is no longer in Odoo; ask again and choose another.',
);

/** Contacts that are on none of the audiences' mailing lists, and so went nowhere. */
export async function offList(
  { odoo, store }: SyncContext,
  audiences: readonly AudienceConfig[],
  contactIds: readonly number[],
): Promise<Outcome> {
  const known = await Promise.all(audiences.map(({ id }) => store.audiences.get(id)));
  const listIds = known.flatMap((audience) => audience?.mailingListId ?? []);
  const domain = [
    ['id', 'in', contactIds],
    ['list_ids', 'in', listIds],
  ];
  const on = await countRecords(odoo.transport, consentHolder.model, domain);
  const off = contactIds.length - on;
  const totals = { ...emptyTotals(), skipped: off };
  return { totals, failures: [], skipped: off === 0 ? {} : { on_no_mailchimp_list: off } };
}

/**
 * Of an update that goes to every audience a record is a member of: that it is none of the others is no news, unless it
 * is a member of none.
 */
export function ofMembers(outcomes: readonly Outcome[]): Outcome[] {
  const isAnywhere = outcomes.some(({ totals }) => totals.created + totals.updated + totals.unchanged > 0);
  if (!isAnywhere) return [...outcomes];
  return outcomes.map(({ totals, failures, skipped }) => {
    const { not_a_member: strangers = 0, ...others } = skipped;
    return { totals: { ...totals, skipped: totals.skipped - strangers }, failures, skipped: others };
  });
}
