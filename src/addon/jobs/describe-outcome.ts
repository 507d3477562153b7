import type { JobOutcome } from './job.js';

/** The part of a run's summary a user in Odoo is told of; a run summary fits as it is. */
export interface Outcome {
  totals: Record<'created' | 'updated' | 'unchanged' | 'skipped' | 'failed', number>;
  /** `description` in MailChimp's own words. */
  failures: readonly { name: string | null; email: string | null; description: string }[];
  /** Why records were skipped: `{ opted_out: 2 }`. */
  skipped: Readonly<Record<string, number>>;
}

const shownOnScreen = 5;

/** What the user who asked is told (B22, B38): what was done, or the error of each record. */
export function describeOutcome(outcomes: readonly Outcome[]): JobOutcome {
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const summary = summaryOf(outcomes);
  const lines = failures.map(({ name, email, description }) => {
    return `${[name, email && `<${email}>`].filter(Boolean).join(' ') || 'A record'}: ${description}`;
  });
  const more = lines.length - shownOnScreen;
  const rest = more > 0 ? [`and ${more} more, see MailChimp / Jobs`] : [];
  return {
    state: failures.length === 0 ? 'done' : 'failed',
    result: [summary, ...lines].join('\n'),
    notify: [summary, ...lines.slice(0, shownOnScreen), ...rest].join(' • '),
  };
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const kinds = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;
  const counts = kinds
    .map((kind) => ({ kind, count: outcomes.reduce((sum, { totals }) => sum + totals[kind], 0) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  const reasons = new Set(outcomes.flatMap(({ skipped }) => Object.keys(skipped)));
  const because =
    reasons.size === 0 ? '' : ` (${[...reasons].map((each) => each.replaceAll('_', ' ')).join(', ')})`;
  return counts.length === 0 ? 'Nothing to do.' : `${counts.join(', ')}${because}.`;
}
