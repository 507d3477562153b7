import type { ForgetReport } from '../../src/sync/forget/forget-report.js';

/** Of a person of whom there was one member, unless a test says otherwise. */
export function buildReceipt(change: Partial<ForgetReport> = {}): ForgetReport {
  const isDryRun = change.dry_run === true;
  return {
    command: 'forget',
    account: 'acme',
    dry_run: isDryRun,
    hash: isDryRun ? null : 'salted-hash',
    run: isDryRun ? null : 7,
    at: '2026-03-01T10:00:00.000Z',
    removed: [{ side: 'mailchimp', audience: 'a36b032126', model: 'member', id: 'contact-1', count: 1 }],
    kept: [],
    left: [],
    api_calls: { mailchimp: 3, odoo: 5 },
    seconds: 1.2,
    ...change,
  };
}
