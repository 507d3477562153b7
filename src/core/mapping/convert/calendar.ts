import { Unfit } from '../unfit.js';

const isoDay = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/u;

/** `2026-11-25` from an Odoo date or datetime, or from text that holds one. */
export function toDate(scalar: string | number | boolean): string | Unfit {
  const day = typeof scalar === 'string' ? isoDay.exec(scalar.trim()) : null;
  if (day === null || !isDay(Number(day[2]), Number(day[3]), Number(day[1])))
    return new Unfit('is not a date');
  return `${day[1]}-${day[2]}-${day[3]}`;
}

/**
 * A day of the year in the field's own order, MM/DD or DD/MM, from a date or from text.
 * @param textFormat the order in the text [the field's own]
 */
export function toBirthday(
  scalar: string | number | boolean,
  format: string | null,
  textFormat: string | null = format,
): string | Unfit {
  const text = typeof scalar === 'string' ? scalar.trim() : '';
  const date = isoDay.exec(text);
  if (date !== null) return birthday(Number(date[2]), Number(date[3]), format);
  const { month, day } = readBirthday(text, textFormat);
  return birthday(month, day, format);
}

/** The date with this birthday's month and day; a birthday has no year of its own. */
export function fromBirthday(value: string, format: string | null, current: string | null): string | Unfit {
  const { month, day } = readBirthday(value, format);
  const year = isoDay.exec(current ?? '')?.[1];
  if (!isDay(month, day)) return new Unfit('is not a day of the year');
  if (year === undefined) return new Unfit('has no year, and Odoo has no date to take it from');
  if (!isDay(month, day, Number(year))) return new Unfit(`is no day of the year ${year}`);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** In the field's own order; not a number where there is none. */
function readBirthday(text: string, format: string | null): { month: number; day: number } {
  const parts = /^(\d{1,2})\/(\d{1,2})$/u.exec(text);
  const [first, second] = [Number(parts?.[1]), Number(parts?.[2])];
  return isDayFirst(format) ? { month: second, day: first } : { month: first, day: second };
}

function birthday(month: number, day: number, format: string | null): string | Unfit {
  if (!isDay(month, day)) return new Unfit('is not a day of the year');
  const [mm, dd] = [twoDigits(month), twoDigits(day)];
  return isDayFirst(format) ? `${dd}/${mm}` : `${mm}/${dd}`;
}

const isDayFirst = (format: string | null): boolean => format?.toUpperCase().startsWith('DD') ?? false;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Without a year the 29th of February is one. */
function isDay(month: number, day: number, year = 2000): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
