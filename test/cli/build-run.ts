import type { RunSummary } from '../../src/sync/run/run-summary.js';

/** A run in which nothing happened, apart from what a test says. */
export function buildRun(change: Partial<RunSummary> = {}): RunSummary {
  return {
    command: 'members fetch',
    account: 'acme',
    audience: 'a36b032126',
    dry_run: false,
    totals: { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
    failures: [],
    warnings: [],
    skipped: {},
    api_calls: { mailchimp: 2, odoo: 6 },
    seconds: 0.4,
    ...change,
  };
}
