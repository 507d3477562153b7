/** What became of one record. `skipped` is a result with a reason, not a failure. */
export interface Totals {
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
}

export interface Failure {
  /** Odoo's, or `member`. */
  model: string;
  /** Odoo record id, or the subscriber hash of a member. */
  id: number | string | null;
  email: string | null;
  name: string | null;
  code: string;
  /** For MailChimp's refusals its own words (B21, B22). */
  description: string;
}

/**
 * Something a person should know that is no failure: contacts with the same address (B15), a rule set in Odoo that can't
 * be run (B39), a contact that was taken out in Odoo (B48), a database that was restored (B52), an addon that can't show
 * what was done (B37), customers that are not made (B60).
 */
export interface Warning {
  code:
    | 'duplicate_contacts'
    | 'auto_export_rule'
    | 'taken_out'
    | 'database_restored'
    | 'addon_not_shown'
    | 'customers_held';
  /** Null when it is about no person. */
  email: string | null;
  description: string;
}

/** One line of a plan (B29): who, what, from → to. */
export interface PlannedChange {
  side: 'odoo' | 'mailchimp';
  action: 'create' | 'update' | 'opt_out' | 'opt_in' | 'blacklist' | 'archive' | 'remove';
  email: string;
  changes: Record<string, { from: unknown; to: unknown }>;
}

/** The outcome of one command on one audience; printed by `--json` as it stands (interface.md, Command line). */
export interface RunSummary {
  command: string;
  account: string;
  audience: string | null;
  dry_run: boolean;
  totals: Totals;
  failures: Failure[];
  warnings: Warning[];
  /** Why records were skipped, by reason: `{ opted_out: 12 }`. */
  skipped: Record<string, number>;
  api_calls: { mailchimp: number; odoo: number };
  seconds: number;
  /** Filled in a dry run only. */
  plan?: PlannedChange[];
}

export function emptyTotals(): Totals {
  return { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
}
