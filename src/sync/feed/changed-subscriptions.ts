import { z } from 'zod';
import { subscriptionAddon } from '../../core/addon-names.js';
import { consentHolder } from '../../objects/registry.js';
import { char, many2one } from '../../odoo/records/field-types.js';
import { isOut } from '../../consent/decide.js';
import { contactOf } from '../../store/binding.js';
import type { KeptEntry } from '../../store/consent-ledger.js';
import type { OpenAudience } from '../run/audience-run.js';
import type { Feed } from './read-feed.js';

export interface ChangedSubscription {
  id: number;
  contactId: number | null;
  optOut: boolean;
  /** What the addon shows; undefined where there is none. */
  shown: string | null | undefined;
}

/** What is read of a subscription that was written. */
export async function subscriptionFeed(
  run: OpenAudience,
): Promise<Pick<Feed<ChangedSubscription>, 'fields' | 'row'>> {
  const shown = (await run.addon()) === null ? [] : [subscriptionAddon.status];
  const row = z
    .object({
      id: z.number(),
      contact_id: many2one,
      opt_out: z.boolean(),
      [subscriptionAddon.status]: char.optional(),
    })
    .transform((raw) => ({
      id: raw.id,
      contactId: raw.contact_id,
      optOut: raw.opt_out,
      shown: raw[subscriptionAddon.status],
    }));
  return { fields: ['contact_id', 'opt_out', ...shown], row };
}

/**
 * Of the subscriptions that were written: those that say something new, and the members whose status the addon does not
 * show, as on a subscription somebody made anew. The bridge writes subscriptions itself, and what it wrote says nothing
 * new: it costs no further look (B34).
 */
export async function sortSubscriptions(
  { store, audience }: OpenAudience,
  rows: readonly ChangedSubscription[],
): Promise<{ opened: ChangedSubscription[]; unshown: string[] }> {
  const contactIds = [...new Set(rows.flatMap(({ contactId }) => contactId ?? []))];
  const bindings = new Map(
    (await store.bindings.byRecords(audience.id, consentHolder.model, contactIds)).map((one) => [
      contactOf(one),
      one,
    ]),
  );
  const memberIds = [...bindings.values()].map(({ memberId }) => memberId);
  const ledger = await store.consentLedger.of(audience.id, memberIds);
  const opened = rows.filter((row) => {
    const binding = bindings.get(row.contactId);
    return binding === undefined || !isKnown(row, ledger.get(binding.memberId));
  });
  const unshown = rows.flatMap(({ contactId, shown }) => {
    const binding = bindings.get(contactId);
    return binding === undefined || shown === undefined || shown === binding.status ? [] : [binding.memberId];
  });
  return { opened, unshown };
}

/** The ledger holds this very row, and it says the same. */
function isKnown({ id, contactId, optOut }: ChangedSubscription, kept: KeptEntry | undefined): boolean {
  const rows = kept?.entry.rows ?? [];
  return rows.some(
    (row) => row.contactId === contactId && row.subscriptionId === id && isOut(row.standing) === optOut,
  );
}
