import { ConfigurationError, OperatorError } from '../support/errors.js';
import { errorInWords } from '../support/error-in-words.js';
import { meetAddon } from './addon/meet-addon.js';
import { showAudiences } from './addon/show-audiences.js';
import { fetchMembers } from './fetch-members.js';
import type { RunSummary } from './run/run-summary.js';
import { selectAudiences } from './select-audiences.js';
import type { SyncContext } from './sync-context.js';

/** `members fetch`, and in the addon when it was and how many members there are (B37). */
export async function fetchAndShow(
  context: SyncContext,
  options: Parameters<typeof fetchMembers>[1],
): Promise<RunSummary[]> {
  const runs = await fetchMembers(context, options);
  if (options.dryRun) return runs;
  try {
    const addon = await meetAddon(context, null);
    const fetched = runs.flatMap(({ audience }) => audience ?? []);
    const audiences = selectAudiences(context.config, fetched);
    if (addon !== null && fetched.length > 0) await showAudiences(context, addon, { audiences, fetched });
  } catch (error) {
    // Everybody has been fetched, which is not to be lost for what is only shown.
    if (!(error instanceof OperatorError || error instanceof ConfigurationError)) throw error;
    const description = `The addon in Odoo shows nothing of it: ${errorInWords(error)}`;
    for (const { warnings } of runs) warnings.push({ code: 'addon_not_shown', email: null, description });
  }
  return runs;
}
