import { countRecords } from '../../odoo/records/count-records.js';
import { errorInWords } from '../../support/error-in-words.js';
import { ConfigurationError, RecordError, type BridgeError } from '../../support/errors.js';
import { selectionDomain } from '../export/selection-domain.js';
import type { AutoExportRule } from '../addon/addon.js';
import type { AudienceRun, OpenAudience } from '../run/audience-run.js';
import { tallyFailure } from '../run/run-tally.js';
import { findRule, type FoundRule } from './find-rule.js';

/** Of an audience: the problem its rule was last found to have. */
const problemMark = 'auto_export.problem';

/** The rule of the run's audience; null when there is none, or one that can't be run, which is told (B39). */
export async function ruleToRun(run: AudienceRun): Promise<AutoExportRule | null> {
  const found = await findRule(run, run.audience);
  if (found === null || found.setIn === 'file') return found?.rule ?? null;
  const problem = found.problem ?? (await tryOut(run, found));
  if (problem !== null) {
    await tellProblem(run, found.model, problem);
    return null;
  }
  await run.store.marks.clear(run.audience.id, [problemMark]);
  return found.rule;
}

/** People may type anything in Odoo: a field that isn't there must not end the whole sync. */
async function tryOut(run: OpenAudience, { model, rule }: FoundRule): Promise<BridgeError | null> {
  const selected = { by: 'domain' as const, domain: [...(rule?.domain ?? [])] };
  const domain = selectionDomain({ model, selection: selected }, run.mailingListId);
  try {
    await countRecords(run.odoo.transport, model, domain);
    return null;
  } catch (error) {
    if (error instanceof RecordError || error instanceof ConfigurationError) return error;
    throw error;
  }
}

/** A failure when it is new, so that it gets into the logs; a warning while it stays the same, for `sync` runs often. */
async function tellProblem(
  run: AudienceRun,
  model: AutoExportRule['model'],
  problem: BridgeError,
): Promise<void> {
  const { tally } = run;
  const { code } = problem;
  const description = `The auto-export of the audience is not run: ${errorInWords(problem)}`;
  const isKnown = (await run.store.marks.get(run.audience.id, problemMark)) === description;
  if (isKnown || run.dryRun) {
    tally.warnings.push({ code: 'auto_export_rule', email: null, description });
    return;
  }
  const failure = { model, email: null, name: 'Auto-export rule', code, description };
  tallyFailure(tally, { ...failure, id: null });
  const row = { ...failure, audienceId: run.audience.id, recordId: null };
  await run.store.transaction(async (store) => {
    await run.journal.append(store, [{ ...row, direction: 'export', outcome: 'failed' }]);
    await store.marks.set(run.audience.id, problemMark, description);
  });
}
