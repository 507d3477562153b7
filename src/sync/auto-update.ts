import { openConsentLooks } from '../consent/consent-looks.js';
import { consentHolder } from '../objects/registry.js';
import { contactOf } from '../store/binding.js';
import { consentOfOdoo } from './consent/consent-of-odoo.js';
import { dueBindings } from './due-bindings.js';
import { exportSelected } from './export/export-audience.js';
import type { ExportRequest } from './export/export-request.js';
import type { OdooChanges } from './feed/odoo-changes.js';
import type { AudienceRun } from './run/audience-run.js';

/**
 * What changed in Odoo goes to the members it is about (B20, B25): contacts, their customers, subscriptions and the
 * blacklist; what is left from before; and what MailChimp refused, when its pause has ended. Consent goes first (B45).
 */
export async function autoUpdate(run: AudienceRun, changes: OdooChanges): Promise<void> {
  const looks = openConsentLooks();
  // Of everyone there is too much to keep.
  if (changes.isFirst) await consentOfOdoo(run, null);
  else await consentOfOdoo(run, changes.members, looks);
  if (changes.broken !== null) throw changes.broken;
  if (!run.config.member_options.auto_update_contact) return;
  const ids = new Set([...changes.contactIds, ...(await dueIds(run)), ...(await refusedIds(run))]);
  const request: ExportRequest = {
    mode: 'update',
    model: consentHolder.model,
    selection: changes.isFirst ? { by: 'all' } : { by: 'ids', ids: [...ids].sort((a, b) => a - b) },
    scheduled: true,
    looks,
  };
  if (changes.isFirst || ids.size > 0) await exportSelected(run, request);
}

const pageSize = 1000;

/** Members something is left to be sent of, whatever Odoo has changed since. */
async function dueIds({ store, audience }: AudienceRun): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of dueBindings(store.bindings, audience.id, 'export', pageSize))
    ids.push(...page.flatMap((binding) => contactOf(binding) ?? []));
  return ids;
}

function refusedIds({ store, audience, clock }: AudienceRun): Promise<number[]> {
  return store.exportFailures.dueIds(audience.id, consentHolder.model, clock.now());
}
