import { Unfit } from '../unfit.js';

const isoDay = /^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$/u;

/** `2026-11-25` from an Odoo date or datetime, or from text that holds one. */
export function toDate(scalar: string | number | boolean): string | Unfit {
  const day = typeof scalar === 'string' ? isoDay.exec(scalar.trim()) : null;
  if (day === null || !isDay(Number(day[2]), Number(day[3]))) return new Unfit('is not a date');
  return `${day[1]}-${day[2]}-${day[3]}`;
}

/** A day of the year in the field's own order, MM/DD or DD/MM, from a date or from text in that order. */
export function toBirthday(scalar: string | number | boolean, format: string | null): string | Unfit {
  const text = typeof scalar === 'string' ? scalar.trim() : '';
  const day = isoDay.exec(text);
  if (day !== null) return birthday(Number(day[2]), Number(day[3]), format);
  const parts = /^(\d{1,2})\/(\d{1,2})$/u.exec(text);
  if (parts === null) return new Unfit('is not a day of the year');
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  return isDayFirst(format) ? birthday(second, first, format) : birthday(first, second, format);
}

/** The date with this birthday's month and day; a birthday has no year of its own. */
export function fromBirthday(value: string, format: string | null, current: string | null): string | Unfit {
  const parts = /^(\d{1,2})\/(\d{1,2})$/u.exec(value);
  const year = isoDay.exec(current ?? '')?.[1];
  if (parts === null) return new Unfit('is not a day of the year');
  if (year === undefined) return new Unfit('has no year, and Odoo has no date to take it from');
  const [first = '', second = ''] = [parts[1]?.padStart(2, '0'), parts[2]?.padStart(2, '0')];
  return isDayFirst(format) ? `${year}-${second}-${first}` : `${year}-${first}-${second}`;
}

function birthday(month: number, day: number, format: string | null): string | Unfit {
  if (!isDay(month, day)) return new Unfit('is not a day of the year');
  const [mm, dd] = [String(month).padStart(2, '0'), String(day).padStart(2, '0')];
  return isDayFirst(format) ? `${dd}/${mm}` : `${mm}/${dd}`;
}

const isDayFirst = (format: string | null): boolean => format?.toUpperCase().startsWith('DD') ?? false;

/** The 29th of February is one. */
function isDay(month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
