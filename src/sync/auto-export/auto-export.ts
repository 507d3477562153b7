import { searchIds } from '../../odoo/records/search-ids.js';
import type { AutoExport } from '../../store/auto-exports.js';
import { OperatorError } from '../../support/errors.js';
import { exportSelected } from '../export/export-audience.js';
import { noteCaughtUp } from '../export/caught-up.js';
import type { ExportRequest } from '../export/export-request.js';
import { selectionDomain } from '../export/selection-domain.js';
import type { OdooChanges } from '../feed/odoo-changes.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { withType } from '../run/open-audience.js';
import type { AutoExportRule } from '../addon/addon.js';
import { applyExits, countExits } from './filter-exits.js';
import { consentHolder } from '../../objects/registry.js';
import { readRecords } from '../../odoo/records/read-records.js';

/**
 * Every record of the rule's domain becomes a member, and what leaves the domain goes the way of `on_filter_exit`
 * (B19). What was dealt with before costs nothing; a refused record is looked at again in every run, and tried again
 * when it changed or its pause has ended (B21).
 */
export async function autoExport(
  openRun: AudienceRun,
  rule: AutoExportRule,
  changes: OdooChanges,
): Promise<void> {
  const { model } = rule;
  const run = withType(openRun, model);
  const base = { mode: 'export', model, scheduled: true, isRule: true } as const;
  const domain = selectionDomain(
    { ...base, selection: { by: 'domain', domain: [...rule.domain] } },
    run.mailingListId,
  );
  const matching = await searchIds(run.odoo.transport, model, domain);
  const known = await run.store.autoExports.of(run.audience.id, model);
  if (matching.length === 0) refuseMassExit(run, known);
  const exits = exitsOf(known, matching);
  const ids = await toBeExported(run, { model, matching, known, changes });
  const request: ExportRequest = {
    ...base,
    selection: { by: 'ids', ids },
    alsoChanged: countExits(run, exits),
  };
  if (ids.length > 0) await exportSelected(run, request);
  else await noteCaughtUp(run, request);
  await applyExits(run, { model, exits });
}

function exitsOf(known: readonly AutoExport[], matching: readonly number[]): AutoExport[] {
  const still = new Set(matching);
  return known.filter(({ recordId }) => !still.has(recordId));
}

async function toBeExported(
  open: OpenAudience,
  {
    model,
    matching,
    known,
    changes,
  }: {
    model: string;
    matching: readonly number[];
    known: readonly AutoExport[];
    changes: OdooChanges;
  },
): Promise<number[]> {
  const done = new Set(known.flatMap(({ recordId, state }) => (state === 'asked' ? [] : [recordId])));
  const again = await mayBeExportedNow(open, model, known, changes);
  return matching.filter((id) => !done.has(id) || again.has(id));
}

/** B28: a domain that suddenly matches nothing is a mistake, not the wish of everyone to leave. */
function refuseMassExit({ audience, allowLarge }: AudienceRun, known: readonly AutoExport[]): void {
  if (known.length === 0 || allowLarge) return;
  throw new OperatorError(
    `The auto-export domain of audience ${audience.id} matches no record any more, and ${known.length} did before`,
    {
      code: 'limits.empty_domain',
      hint: 'Check auto_export.domain in the account file, or the filter of the audience in Odoo; if it is meant, run it again with --allow-large.',
    },
  );
}

/** Records that were passed over (no address, opted out) and about whom something has changed in Odoo since. */
async function mayBeExportedNow(
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
