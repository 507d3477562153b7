import { MergeRefusal } from './merge-refusal.js';

const orders = [
  { pattern: /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/ },
  { pattern: /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/ },
  { pattern: /^(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})$/ },
  { pattern: /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/ },
];

/** Any of the four accepted orders, given back as YYYY-MM-DD whatever the field's format. */
export function readDate(given: string): string {
  for (const { pattern } of orders) {
    const parts = pattern.exec(given)?.groups;
    if (parts) return isoDate(parts.year ?? '', parts.month ?? '', parts.day ?? '');
  }
  throw new MergeRefusal('Please enter the date');
}

function isoDate(year: string, month: string, day: string): string {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  // The 30th of February becomes the 2nd of March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text))
    throw new MergeRefusal('Please enter the date');
  return text;
}

/** In the order of the field's own format, MM/DD or DD/MM; the 29th of February is a birthday. */
export function readBirthday(given: string, format = 'MM/DD'): string {
  const parts = /^(\d{1,2})\/(\d{1,2})$/.exec(given);
  const [first, second] = [Number(parts?.[1]), Number(parts?.[2])];
  const [month, day] = format === 'DD/MM' ? [second, first] : [first, second];
  const date = new Date(Date.UTC(2000, month - 1, day));
  if (!parts || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new MergeRefusal('Please enter a month (01-12) and a day (01-31)');
  }
  return `${String(first).padStart(2, '0')}/${String(second).padStart(2, '0')}`;
}
