import type { FieldValue } from '../field-value.js';
import { fromBirthday, toBirthday, toDate } from './convert/calendar.js';
import { fromYesNo } from './convert/choice.js';
import { toNumber } from './convert/text.js';
import type { MergeTarget } from './field-mapping.js';
import type { OdooField, OdooScalar } from './odoo-field.js';
import { Unfit } from './unfit.js';
import type { Timezone } from './timezone.js';

/**
 * A MailChimp value in the form of an Odoo field that holds a value of its own, so no many2one (B4).
 * @param current what the field holds: lends the year to a birthday, and the time to a date without one
 */
export function toOdooScalar(
  field: OdooField,
  value: FieldValue,
  { target, current, timezone }: { target: MergeTarget; current: OdooScalar; timezone: Timezone },
): OdooScalar | Unfit {
  if (typeof value === 'object') return new Unfit('is an address');
  if (field.type === 'boolean') return toBoolean(value);
  if (value === '') return null;
  switch (field.type) {
    case 'integer':
    case 'float':
    case 'monetary':
      return field.type === 'integer' ? whole(toNumber(value)) : toNumber(value);
    case 'selection':
      return toSelection(field, String(value));
    case 'date':
      return toDay(String(value), target, current);
    case 'datetime':
      return toTime(String(value), target, { current, timezone });
    default:
      return toTextOf(target, String(value));
  }
}

/** A birthday in the order that the texts of Odoo have; any other text as it is. */
function toTextOf(target: MergeTarget, text: string): string | Unfit {
  if (target.kind !== 'merge_field' || target.type !== 'birthday' || target.textFormat === null) return text;
  return toBirthday(text, target.textFormat, target.dateFormat);
}

function toBoolean(value: string | number | boolean): OdooScalar | Unfit {
  if (typeof value === 'boolean') return value;
  return value === '' ? false : fromYesNo(String(value));
}

/** Of an integer field of Odoo, which has 32 bits. */
const largestWhole = 2 ** 31 - 1;

function whole(number: number | Unfit): number | Unfit {
  if (number instanceof Unfit) return number;
  if (!Number.isInteger(number)) return new Unfit('is not a whole number');
  return Math.abs(number) <= largestWhole ? number : new Unfit('is too large for a whole number of Odoo');
}

function toSelection({ selection }: OdooField, text: string): string | Unfit {
  const fold = (word: string): string => word.trim().toLowerCase();
  const found =
    selection.find(([, label]) => fold(label) === fold(text)) ??
    selection.find(([key]) => fold(key) === fold(text));
  return found?.[0] ?? new Unfit(`is none of ${selection.map(([, label]) => label).join(', ')}`);
}

function toDay(text: string, target: MergeTarget, current: OdooScalar): string | Unfit {
  if (target.kind !== 'merge_field' || target.type !== 'birthday') return toDate(text);
  return fromBirthday(text, target.dateFormat, typeof current === 'string' ? current : null);
}

const clockTime = /[ T]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?/u;

/** A day in the time zone, at the time of day there was; what has a time of its own is UTC, as Odoo writes it. */
function toTime(
  text: string,
  target: MergeTarget,
  { current, timezone }: { current: OdooScalar; timezone: Timezone },
): string | Unfit {
  const isDay = isDayTarget(target);
  const before = typeof current === 'string' && current !== '' ? current : null;
  const seen = before !== null && isDay ? timezone.toLocal(before) : before;
  const day = toDay(text, target, seen);
  if (day instanceof Unfit) return day;
  const own = clockTime.exec(text);
  if (own !== null) return `${day} ${own[1]}${own[2] ?? ':00'}`;
  const time = `${day} ${seen?.slice(11) || '00:00:00'}`;
  return isDay ? timezone.toUtc(time) : time;
}

/** MailChimp's types that are a day and have no time. */
export function isDayTarget(target: MergeTarget): boolean {
  return target.kind === 'merge_field' && (target.type === 'date' || target.type === 'birthday');
}
