import { isSource, objectType } from '../objects/registry.js';
import { ConfigurationError } from '../support/errors.js';
import type { ContactSelection } from './contact-selection.js';
import { exportAudience } from './export/export-audience.js';
import { withRun, type RunOptions } from './run/with-run.js';
import type { RunSummary } from './run/run-summary.js';
import { selectAudiences } from './select-audiences.js';
import type { SyncContext } from './sync-context.js';

export interface PushContactsOptions extends RunOptions {
  /** Of the registry. */
  model: string;
  selection: ContactSelection;
  /** Audience ids; empty means every audience of the account. */
  audiences: string[];
}

/** `contacts export` and `contacts update` (B16, B17): Odoo → MailChimp, one audience after the other. */
export async function pushContacts(
  context: SyncContext,
  mode: 'export' | 'update',
  options: PushContactsOptions,
): Promise<RunSummary[]> {
  refuseSourceWithoutAudience(mode, options);
  const summaries: RunSummary[] = [];
  for (const audience of selectAudiences(context.config, options.audiences)) {
    const { model, selection } = options;
    const command = { ...options, command: `contacts ${mode}`, audience };
    summaries.push(
      await withRun(context, command, (run) =>
        exportAudience(run, { mode, model, selection, scheduled: false }),
      ),
    );
  }
  return summaries;
}

/** A source of people is on no mailing list by itself: where to export to has to be said (B16). */
function refuseSourceWithoutAudience(mode: 'export' | 'update', options: PushContactsOptions): void {
  if (mode === 'update' || !isSource(options.model) || options.audiences.length > 0) return;
  throw new ConfigurationError(
    `Exporting ${objectType(options.model)?.words.many ?? options.model} needs the audience they are to be added to`,
    {
      code: 'export.no_audience',
      hint: 'Name one or more with --audience ID; audiences list shows the ids.',
    },
  );
}
