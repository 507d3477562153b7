import { boundedLine } from '../support/bounded-line.js';

/** A message of Odoo on one line: no traceback, no quoted SQL, no line breaks, not endless. */
export function oneLine(message: string): string {
  const withoutTraceback = message.includes('Traceback (most recent call last)')
    ? (message.trimEnd().split('\n').at(-1) ?? '')
    : message;
  const [withoutSql = ''] = withoutTraceback.split(/\nLINE \d+:/);
  return boundedLine(withoutSql);
}
