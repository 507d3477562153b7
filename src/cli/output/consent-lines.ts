import { consentEventInWords } from '../../sync/consent-event-in-words.js';
import type { ConsentEvent } from '../../sync/consent-report.js';
import { textTable } from './text-table.js';

/** The history of one person's consent as a table (B56). */
export function consentLines(history: readonly ConsentEvent[]): string[] {
  return [textTable({ head, rows: history.map(row) })];
}

const head = ['when (UTC)', 'audience', 'side', 'from', 'to', 'by', 'evidence'];

function row(event: ConsentEvent): string[] {
  const { when, subject, from, to, by, evidence } = consentEventInWords(event);
  return [when, event.audience_name, subject, from, to, by, evidence];
}
