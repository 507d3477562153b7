/** `2021-11-23T22:51:56+00:00`, the form of every time the API gives; `""` for never (API §4). */
export function formatTime(seconds: number): string {
  return seconds === 0 ? '' : `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
}

/** Seconds are kept in 32 bits: from 1970 to 2106. */
const latest = 2 ** 32 - 1;
const accepted = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Unix seconds of `Y-m-d H:i:s` (UTC) or ISO 8601; 0 for `""`; undefined when it is neither. */
export function parseTime(text: string): number | undefined {
  if (text === '') return 0;
  // An unescaped "+" of a query string arrives as a blank.
  const restored = text.replace(/ (?=\d{2}:?\d{2}$)/, (blank, at: number) => (at > 10 ? '+' : blank));
  if (!accepted.test(restored)) return undefined;
  const iso = restored.replace(' ', 'T');
  const time = Date.parse(iso.length > 10 && !zoned.test(iso) ? `${iso}Z` : iso);
  return Number.isNaN(time) ? undefined : Math.min(Math.max(Math.floor(time / 1000), 0), latest);
}

/** `2017-02-10 14:59:37`, as webhooks say it: UTC without a zone. */
export function formatFiredAt(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
