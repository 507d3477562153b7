const longest = 300;

/** A message of Odoo on one line: no traceback, no quoted SQL, no line breaks, not endless. */
export function oneLine(message: string): string {
  const withoutTraceback = message.includes('Traceback (most recent call last)')
    ? (message.trimEnd().split('\n').at(-1) ?? '')
    : message;
  const [withoutSql = ''] = withoutTraceback.split(/\nLINE \d+:/);
  const line = withoutSql.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
