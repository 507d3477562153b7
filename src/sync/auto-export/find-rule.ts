import type { BridgeError } from '../../support/errors.js';
import type { AutoExportRule } from '../addon/addon.js';
import type { AudienceConfig, SyncContext } from '../sync-context.js';

/** An audience's rule, and where it was set. */
export interface FoundRule {
  setIn: 'file' | 'odoo';
  model: string;
  /** Null when `problem` says why it is of no use. */
  rule: AutoExportRule | null;
  problem: BridgeError | null;
}

/**
 * The rule that says what an audience exports by itself: the account file's, which pins it, else the one on the
 * audience's form in Odoo (B19, B39). Null when there is none or it is switched off.
 */
export async function findRule(
  context: Pick<SyncContext, 'addon'>,
  audience: AudienceConfig,
): Promise<FoundRule | null> {
  const { auto_export: pinned } = audience;
  if (pinned?.enabled === true) return { setIn: 'file', model: pinned.model, rule: pinned, problem: null };
  if (pinned !== undefined) return null;
  const rules = await (await context.addon())?.autoExportRules();
  const found = rules?.find((rule) => rule.audience === audience.id);
  if (found?.enabled !== true) return null;
  const { model, domain, problem } = found;
  const rule = domain === null ? null : { enabled: true, model, domain: [...domain] };
  return { setIn: 'odoo', model, rule, problem };
}
