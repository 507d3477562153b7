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
import { mayBeExportedNow } from './reconsider-skipped.js';

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
