import type { SyncContext } from '../sync-context.js';
import type { RunSummary } from './run-summary.js';

/** @returns how many calls each server has had since */
export function countCalls({ mailchimp, odoo: { transport } }: SyncContext): () => RunSummary['api_calls'] {
  const before = { mailchimp: mailchimp.calls, odoo: transport.calls };
  return () => ({
    mailchimp: mailchimp.calls - before.mailchimp,
    odoo: transport.calls - before.odoo,
  });
}
