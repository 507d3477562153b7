import { consentHolder } from '../../objects/registry.js';
import { readRecords } from '../../odoo/records/read-records.js';
import type { AutoExport } from '../../store/auto-exports.js';
import type { OdooChanges } from '../feed/odoo-changes.js';
import type { OpenAudience } from '../run/audience-run.js';

/** Records that were passed over (no address, opted out) and about whom something has changed in Odoo since. */
export async function mayBeExportedNow(
  run: OpenAudience,
  model: string,
  known: readonly AutoExport[],
  changes: OdooChanges,
): Promise<ReadonlySet<number>> {
  const skipped = known.filter(({ state }) => state === 'skipped');
  if (skipped.length === 0) return new Set();
  const addresses = new Set([...changes.addresses, ...(await addressesOfContacts(run, changes))]);
  const ids = changes.recordIds.get(model) ?? new Set<number>();
  const again = skipped.filter(
    ({ recordId, address }) => ids.has(recordId) || (address !== null && addresses.has(address)),
  );
  return new Set(again.map(({ recordId }) => recordId));
}

/** Of contacts whose subscription was changed: an opt-in there may concern a customer. */
async function addressesOfContacts({ odoo }: OpenAudience, changes: OdooChanges): Promise<string[]> {
  const ids = [...(changes.recordIds.get(consentHolder.model) ?? [])];
  const contacts = await readRecords(odoo.transport, consentHolder.model, ids, ['email_normalized']);
  return [...contacts.values()].flatMap(({ email_normalized: address }) =>
    typeof address === 'string' ? address : [],
  );
}
